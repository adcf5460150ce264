namespace FrameRing.Media.Colour;

/// <summary>
/// John Hable's filmic curve ("Filmic Tonemapping Operators", 2010), with the constants and the use of ffmpeg's <c>tonemap=hable</c>: the
/// largest component of a pixel is mapped, and the others keep their relation to it, so that the hue stays.
/// </summary>
internal static class HableCurve
{
    private const float Smallest = 1e-6f;

    private static readonly float s_peak = Filmic((float)(TransferCurves.PeakLuminance / TransferCurves.WhiteLuminance));

    /// <summary>What a pixel's light is multiplied by.</summary>
    /// <param name="largest">The largest of its components; 1 is the white of a usual screen.</param>
    internal static float Factor(float largest)
    {
        float light = MathF.Max(largest, Smallest);
        return Filmic(light) / (s_peak * light);
    }

    // Shoulder, linear strength and angle, toe strength, numerator and denominator.
    private static float Filmic(float x)
    {
        const float A = 0.15f;
        const float B = 0.5f;
        const float C = 0.1f;
        const float D = 0.2f;
        const float E = 0.02f;
        const float F = 0.3f;
        return (((x * ((x * A) + (B * C))) + (D * E)) / ((x * ((x * A) + B)) + (D * F))) - (E / F);
    }
}
