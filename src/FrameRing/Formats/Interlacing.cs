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

    /// <summary>One field alone: the top one, which has the first line.</summary>
    TopField = 3,

    /// <summary>One field alone: the bottom one.</summary>
    BottomField = 4,

    /// <summary>Two fields, all lines of the top one above those of the bottom one; top came first.</summary>
    SequentialTopFirst = 5,

    /// <summary>Two fields, all lines of the bottom one above those of the top one; bottom came first.</summary>
    SequentialBottomFirst = 6,
}
