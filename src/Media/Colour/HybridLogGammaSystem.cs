namespace FrameRing.Media.Colour;

/// <summary>
/// The OOTF of HLG on a screen of 1000 cd/m2 (ITU-R BT.2100 table 5, system gamma 1.2): light of the scene becomes light of the screen by a
/// factor that depends on the luminance.
/// </summary>
internal static class HybridLogGammaSystem
{
    private const float GammaMinusOne = 0.2f;
    private const float Peak = (float)(TransferCurves.PeakLuminance / TransferCurves.WhiteLuminance);

    /// <summary>The factor for a pixel whose light of the scene is given, in the primaries of BT.2020.</summary>
    internal static float Factor(float red, float green, float blue) =>
        Peak * MathF.Pow((0.2627f * red) + (0.678f * green) + (0.0593f * blue), GammaMinusOne);
}
