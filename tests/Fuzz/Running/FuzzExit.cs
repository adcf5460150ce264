namespace FrameRing.Fuzz.Running;

/// <summary>Exit codes. The first three are documented by --help, the others are between a run and its child processes.</summary>
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
