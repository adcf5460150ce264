using System.Globalization;
using System.Runtime.CompilerServices;
using Tmds.Linux;

namespace FrameRing.Faults;

/// <summary>
/// For tests: with FRAMERING_STOP_AT=STEP or STEP:N in its environment, a process stops itself (SIGSTOP) when it reaches the step for the
/// N-th time, so that it can be killed right there. Without the variable a call costs nothing once the code is compiled for speed.
/// </summary>
internal static class FaultPoint
{
    private const string Variable = "FRAMERING_STOP_AT";

    private static readonly FaultStep? s_step = Read(out s_countdown);
    private static readonly bool s_isArmed = s_step is not null;
    private static int s_countdown;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Reach(FaultStep step)
    {
        if (s_isArmed)
        {
            ReachArmed(step);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReachArmed(FaultStep step)
    {
        if (step == s_step && Interlocked.Decrement(ref s_countdown) == 0)
        {
            // raise(3) goes to this very thread, so it does not get a step further while another thread is being told.
            _ = LibC.raise(LibC.SIGSTOP);
        }
    }

    private static FaultStep? Read(out int count)
    {
        count = 1;
        string[] parts = (Environment.GetEnvironmentVariable(Variable) ?? string.Empty).Split(':');
        bool isKnown = Enum.TryParse(parts[0], out FaultStep step)
            && (parts.Length == 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out count));
        return isKnown && parts[0].Length > 0 ? step : null;
    }
}
