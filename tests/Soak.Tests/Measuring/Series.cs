namespace FrameRing.Soak.Tests.Measuring;

/// <summary>One measure of one process, or of the machine, as it was sampled.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Measure">What it is.</param>
/// <param name="Rule">How much it may grow; null if it is only shown.</param>
internal sealed record Series(string Subject, string Measure, GrowthRule? Rule)
{
    private readonly List<(TimeSpan Time, double Value)> _samples = [];

    internal IReadOnlyList<(TimeSpan Time, double Value)> Samples => _samples;

    internal void Add(TimeSpan time, double value) => _samples.Add((time, value));
}
