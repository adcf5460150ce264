namespace FrameRing.Layout;

/// <summary>The values of a slot's stamp.</summary>
internal static class StampValue
{
    internal const ulong Empty = 0;

    // One odd value is enough: a reader compares with the one even value it expects.
    internal const ulong Writing = 1;

    internal static ulong Ready(ulong sequence) => sequence << 1;

    internal static bool IsReady(ulong stamp) => stamp != Empty && (stamp & 1) == 0;

    internal static ulong SequenceOf(ulong stamp) => stamp >> 1;
}
