using FrameRing.Fuzz.Core;
using FrameRing.Fuzz.Targets;

namespace FrameRing.Fuzz.Controls;

/// <summary>Does not come back from its tenth iteration.</summary>
internal sealed class HangControl : IFuzzTarget
{
    // There when the watchdog ends the process: somebody else must remove it.
    private readonly SampleRing _ring = new(0);
    private int _iterations;

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        outcomes.Count("ran");
        while (++_iterations >= 10)
        {
            Thread.SpinWait(1000);
        }
    }

    public void Dispose() => _ring.Dispose();
}
