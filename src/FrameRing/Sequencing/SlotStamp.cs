using FrameRing.Layout;

namespace FrameRing.Sequencing;

/// <summary>The stamp of one slot in shared memory: whether the slot holds a frame, and which.</summary>
internal readonly unsafe struct SlotStamp(FrameDescriptor* descriptor)
{
    private readonly ulong* _stamp = &descriptor->Stamp;

    internal ulong ReadAcquire() => Volatile.Read(ref *_stamp);

    /// <summary>The writer would like to have the slot, where readers can keep frames. The frame is still there.</summary>
    internal void BeginClaim(ulong sequence)
    {
        // SYNC POINT I, writer's end: a full fence between this store and the look at pins and cursors that follows; pairs with
        // LeaseWord.Announce, IsUnclaimed. Without it the look may be done first: writer and reader both find the slot theirs.
        Interlocked.Exchange(ref *_stamp, StampValue.Claiming(sequence));

        // On arm64 the exchange may be a single swpal, whose own store older texts of the architecture let a later ldapr pass (dmb ish).
        Interlocked.MemoryBarrier();
    }

    /// <summary>The writer takes the slot: from here on no reader may take its pixels as those of a frame.</summary>
    internal void BeginWrite()
    {
        // SYNC POINT D: the odd stamp becomes visible before any pixel written later; pairs with StillReady. A plain or release
        // store could sink below the first pixel stores, and a reader would see new pixels under the old stamp: a torn frame as good.
        Interlocked.Exchange(ref *_stamp, StampValue.Writing);

        // On arm64 the exchange may be a single swpal. Older texts of the architecture order its load before what follows, but not its
        // own store before later plain stores; this barrier does (dmb ishst, nothing on x86).
        Volatile.WriteBarrier();
    }

    /// <summary>The writer found the slot leased after all and leaves it as it was; nothing has been written into it.</summary>
    internal void Restore(ulong sequence) => Volatile.Write(ref *_stamp, StampValue.Ready(sequence));

    /// <summary>The writer gives the frame to the readers.</summary>
    internal void PublishReady(ulong sequence) =>
        // SYNC POINT A: pixels and descriptor become visible before the stamp that vouches for them; pairs with IsReady. As a plain
        // store it could come first, and a reader would take half a frame as whole.
        Volatile.Write(ref *_stamp, StampValue.Ready(sequence));

    /// <summary>The writer gives the slot back with nothing in it.</summary>
    internal void Clear() => Volatile.Write(ref *_stamp, StampValue.Empty);

    /// <summary>A reader asks, before it looks at the slot, whether frame <paramref name="sequence"/> is there.</summary>
    internal bool IsReady(ulong sequence) =>
        // SYNC POINT A, reader's end: acquire, so that descriptor and pixels are read after the stamp.
        StampValue.SequenceOf(Volatile.Read(ref *_stamp)) == sequence;

    /// <summary>A reader that has announced what it needs asks whether the writer can have overlooked it.</summary>
    internal bool IsUnclaimed(ulong sequence) =>
        // SYNC POINT I, reader's end, after LeaseWord.Announce. A writer in the middle of a claim may have looked before the announcement.
        Volatile.Read(ref *_stamp) == StampValue.Ready(sequence);

    /// <summary>A reader asks, after it has used the slot, whether what it read was frame <paramref name="sequence"/> all along.</summary>
    internal bool StillReady(ulong sequence)
    {
        // SYNC POINT D, reader's end: all loads of pixels and descriptor are done before the stamp is loaded again. Without it arm64
        // may load the stamp early, while it is still even, and pixels late, when they are already the next frame's.
        Volatile.ReadBarrier();
        return StampValue.SequenceOf(Volatile.Read(ref *_stamp)) == sequence;
    }
}
