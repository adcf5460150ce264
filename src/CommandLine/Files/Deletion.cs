namespace FrameRing.CommandLine.Files;

/// <summary>What has come of a file that was to be removed.</summary>
public enum Deletion
{
    /// <summary>It is gone, or was before.</summary>
    Done,

    /// <summary>The name is that of another file now, or the file was written since; it was left alone.</summary>
    LeftAlone,

    /// <summary>The folder does not let it go.</summary>
    Refused,
}
