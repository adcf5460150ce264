namespace FrameRing.Formats;

/// <summary>How the lines of a frame were captured in time.</summary>
public enum Interlacing : byte
{
    /// <summary>All lines at one instant.</summary>
    Progressive = 0,

    /// <summary>Two fields, the one with the top line first.</summary>
    TopFieldFirst = 1,

    /// <summary>Two fields, the one with the second line first.</summary>
    BottomFieldFirst = 2,
}
