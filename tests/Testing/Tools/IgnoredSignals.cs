using Xunit;

namespace FrameRing.Testing.Tools;

/// <summary>Signals that this process was started with ignored: a background job of a shell ignores SIGINT, nohup SIGHUP, and children inherit it.</summary>
public static class IgnoredSignals
{
    public static void SkipIfAny(params ReadOnlySpan<int> numbers)
    {
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("SigIgn:", StringComparison.Ordinal));
        ulong ignored = Convert.ToUInt64(line[7..].Trim(), 16);
        foreach (int number in numbers)
        {
            Assert.SkipWhen(((ignored >> (number - 1)) & 1) == 1, $"These tests were started with signal {number} ignored.");
        }
    }
}
