namespace FrameRing.Sequencing;

/// <summary>The first word of a segment, written last: a segment without it is not ready yet.</summary>
internal static unsafe class SegmentMagic
{
    internal static void Write(ulong* magic, ulong value) =>
        // SYNC POINT H: the whole header becomes visible before the magic; pairs with Read. Earlier, a reader could take zeros as
        // limits of a segment that is being made.
        Volatile.Write(ref *magic, value);

    // SYNC POINT H, reader's end.
    internal static ulong Read(ulong* magic) => Volatile.Read(ref *magic);
}
