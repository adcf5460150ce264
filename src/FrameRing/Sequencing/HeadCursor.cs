namespace FrameRing.Sequencing;

/// <summary>The newest published sequence in shared memory. Goes up only.</summary>
internal readonly unsafe struct HeadCursor(ulong* head)
{
    internal void AdvanceRelease(ulong sequence) =>
        // SYNC POINT C: index and stamp become visible before the head that announces the frame; pairs with ReadAcquire. If the head
        // came first, a reader told of frame s would find an index entry of an older frame and count s as lost.
        Volatile.Write(ref *head, sequence);

    // SYNC POINT C, reader's end.
    internal ulong ReadAcquire() => Volatile.Read(ref *head);
}
