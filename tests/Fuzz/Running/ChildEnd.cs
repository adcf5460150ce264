namespace FrameRing.Fuzz.Running;

/// <summary>How a process that fuzzed one target has ended.</summary>
internal enum ChildEnd
{
    Clean,
    Violation,
    Hang,
    Crash,
    Inconclusive,
}
