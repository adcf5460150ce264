using FrameRing.Layout;

namespace FrameRing.Sequencing;

/// <summary>The stamp of one slot in shared memory: whether the slot holds a frame, and which.</summary>
internal readonly unsafe struct SlotStamp(FrameDescriptor* descriptor)
{
    private readonly ulong* _stamp = &descriptor->Stamp;

    internal ulong ReadAcquire() => Volatile.Read(ref *_stamp);

    /// <summary>The writer takes the slot: from here on no reader may take its pixels as those of a frame.</summary>
    internal ulong BeginWrite()
    {
        // SYNC POINT D: the odd stamp becomes visible before any pixel written later; pairs with StillReady. A plain or release
        // store could sink below the first pixel stores, and a reader would see new pixels under the old stamp: a torn frame as good.
        // It must be a full fence, not a release: a lease is looked for after it, which is a store followed by a load.
        ulong before = Interlocked.Exchange(ref *_stamp, StampValue.Writing);

        // On arm64 the exchange may be a single swpal. Older texts of the architecture order its load before what follows, but not its
        // own store before later plain stores; this barrier does (dmb ishst, nothing on x86).
        Volatile.WriteBarrier();
        return before;
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
        Volatile.Read(ref *_stamp) == StampValue.Ready(sequence);

    /// <summary>A reader asks, after it has used the slot, whether what it read was frame <paramref name="sequence"/> all along.</summary>
    internal bool StillReady(ulong sequence)
    {
        // SYNC POINT D, reader's end: all loads of pixels and descriptor are done before the stamp is loaded again. Without it arm64
        // may load the stamp early, while it is still even, and pixels late, when they are already the next frame's.
        Volatile.ReadBarrier();
        return Volatile.Read(ref *_stamp) == StampValue.Ready(sequence);
    }
}
