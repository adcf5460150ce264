using FrameRing.Fuzz.Running;
using FrameRing.Fuzz.Targets;

namespace FrameRing.Fuzz.Controls;

/// <summary>A planted fault and how it must be noticed. They run first: a fuzzer that does not find these finds nothing.</summary>
/// <param name="Target">The planted fault.</param>
/// <param name="Within">Iterations in which it must be found.</param>
/// <param name="Expected">How.</param>
internal sealed record Control(TargetDefinition Target, long Within, ChildEnd Expected)
{
    internal static IReadOnlyList<Control> All { get; } =
    [
        new(new("control-bound", "a check that forgets a bound, caught by the second opinion", 0, () => new GeometryTarget(BrokenGeometry.WithoutStart)), 10_000, ChildEnd.Violation),
        new(new("control-guard", "a reader behind such a check, caught by the guard", 0, () => new BrokenReaderControl()), 10_000, ChildEnd.Crash),
        new(new("control-two-looks", "a reader that trusts a field twice, caught while another thread mutates", 0, () => new TwoLooksControl()), 400_000_000, ChildEnd.Violation),
        new(new("control-hang", "an iteration that does not end, caught by the watchdog", 0, () => new HangControl()), 100, ChildEnd.Hang),
    ];
}
