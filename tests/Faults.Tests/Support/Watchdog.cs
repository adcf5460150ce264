namespace FrameRing.Faults.Tests.Support;

/// <summary>Waits for what another thread or process does. The limit only ends a test that hangs; it is never part of what is asserted.</summary>
internal static class Watchdog
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    internal static void Await(Func<bool> isDone, Func<string> describe, TimeSpan? limit = null)
    {
        if (!SpinWait.SpinUntil(isDone, limit ?? Limit))
        {
            throw new InvalidOperationException($"Hangs: {describe()}");
        }
    }
}
