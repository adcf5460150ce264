namespace FrameRing.SystemV;

/// <summary>The part of an object's mode that System V shares with files.</summary>
internal static class PermissionBits
{
    /// <summary>Read, write and execute for owner, group and others; the kernel keeps flags of its own above them.</summary>
    internal const int All = 0b111_111_111;
}
