namespace FrameRing.Faults.Tests.Support;

internal enum WatcherKind
{
    Pure,
    Leasing,
    Lossless,
}
