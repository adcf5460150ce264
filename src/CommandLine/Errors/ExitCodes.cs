namespace FrameRing.CommandLine.Errors;

/// <summary>What the tools' exit codes mean; the same for all of them, listed in docs/tools.md.</summary>
public static class ExitCodes
{
    /// <summary>Everything asked for was done. A clean stop by SIGINT, SIGTERM or SIGHUP counts as that.</summary>
    public const int Ok = 0;

    /// <summary>Something went wrong; the last line on standard error says what.</summary>
    public const int Failure = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>There is no ring of that name, or it did not appear in time.</summary>
    public const int NoSuchRing = 3;

    /// <summary>The producer died without ending, or ended because its source failed.</summary>
    public const int WriterDied = 4;

    /// <summary>No frame came in the time given.</summary>
    public const int TimedOut = 5;

    /// <summary>Frames were lost or could not be used, and the command was told not to accept that.</summary>
    public const int FramesLost = 6;
}
