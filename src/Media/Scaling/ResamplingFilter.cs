namespace FrameRing.Media.Scaling;

/// <summary>
/// How the samples of a row or column make those of another one: for each of the new ones the first old one and a weight for it and those
/// that follow. The curves are libswscale's: a cubic with B = 0 and C = 0.6, or a triangle; as wide as a new sample if that is larger.
/// </summary>
internal sealed class ResamplingFilter
{
    private const double CubicC = 0.6;

    private readonly int[] _first;
    private readonly float[] _weights;

    internal ResamplingFilter(int from, int to, ScalingQuality quality)
    {
        double step = (double)from / to;
        double width = Math.Max(1, step);
        double radius = (quality == ScalingQuality.Fine ? 2 : 1) * width;
        Taps = Math.Min(from, (int)Math.Ceiling(2 * radius) + 1);
        _first = new int[to];
        _weights = new float[to * Taps];
        for (int index = 0; index < to; index++)
        {
            double centre = ((index + 0.5) * step) - 0.5;
            _first[index] = Math.Clamp((int)Math.Floor(centre - radius) + 1, 0, from - Taps);
            Span<float> weights = _weights.AsSpan(index * Taps, Taps);
            double sum = 0;
            for (int tap = 0; tap < Taps; tap++)
            {
                double distance = Math.Abs(_first[index] + tap - centre) / width;
                double weight = quality == ScalingQuality.Fine ? Cubic(distance) : Math.Max(0, 1 - distance);
                weights[tap] = (float)weight;
                sum += weight;
            }

            for (int tap = 0; tap < Taps; tap++)
            {
                weights[tap] = (float)(weights[tap] / sum);
            }
        }
    }

    /// <summary>How many old samples make a new one.</summary>
    internal int Taps { get; }

    internal int First(int index) => _first[index];

    internal ReadOnlySpan<float> Weights(int index) => _weights.AsSpan(index * Taps, Taps);

    private static double Cubic(double x) =>
        x < 1 ? (((2 - CubicC) * x) - (3 - CubicC)) * x * x + 1
        : x < 2 ? ((((-CubicC * x) + (5 * CubicC)) * x) - (8 * CubicC)) * x + (4 * CubicC)
        : 0;
}
