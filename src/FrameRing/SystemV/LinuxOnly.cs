namespace FrameRing.SystemV;

/// <summary>The library has no platform attribute, because each of its calls would warn in programs that do not have one. So it is said here.</summary>
internal static class LinuxOnly
{
    internal static void Check()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("FrameRing works on Linux only: it needs System V shared memory and futexes.");
        }
    }
}
