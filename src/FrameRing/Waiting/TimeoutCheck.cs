using System.Runtime.CompilerServices;

namespace FrameRing.Waiting;

/// <summary>What a caller may give as the longest wait: any time from zero on, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
internal static class TimeoutCheck
{
    internal static void ThrowIfNegative(TimeSpan timeout, [CallerArgumentExpression(nameof(timeout))] string? name = null)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, timeout, "A wait cannot be shorter than zero; Timeout.InfiniteTimeSpan waits for ever.");
        }
    }
}
