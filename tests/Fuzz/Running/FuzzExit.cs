namespace FrameRing.Fuzz.Running;

/// <summary>Exit codes. Hang and Orphaned are between a run and its child processes; --help tells the others.</summary>
internal static class FuzzExit
{
    internal const int Ok = 0;
    internal const int Violation = 1;
    internal const int Inconclusive = 2;
    internal const int Usage = 64;
    internal const int Hang = 65;
    internal const int Orphaned = 66;
    internal const int Interrupted = 130;
}
