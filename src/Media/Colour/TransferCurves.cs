using FrameRing.Formats;

namespace FrameRing.Media.Colour;

/// <summary>
/// From code values to light and back. A code value is 0 to 1. Light of high dynamic range is counted in the white of a usual screen,
/// 100 cd/m2 (ITU-R BT.2035); other light in its own white.
/// </summary>
internal static class TransferCurves
{
    internal const double WhiteLuminance = 100;

    /// <summary>The peak that is assumed of high dynamic range, in cd/m2: frames in a ring do not tell theirs. Also HLG's nominal one.</summary>
    internal const double PeakLuminance = 1000;

    // ITU-R BT.1886 for a black of 0: what screens do with BT.601, BT.709 and BT.2020 alike.
    private const double ScreenGamma = 2.4;

    /// <summary>The light of a code value; of HLG that of the scene, 0 to 1, which <see cref="HybridLogGammaSystem"/> goes on with.</summary>
    internal static double ToLight(double code, ColourTransfer transfer) => transfer switch
    {
        ColourTransfer.Smpte2084 => PerceptualQuantizer(code),
        ColourTransfer.HybridLogGamma => HybridLogGamma(code),
        ColourTransfer.Srgb => code <= 0.04045 ? code / 12.92 : Math.Pow((code + 0.055) / 1.055, 2.4),
        _ => Math.Pow(code, GammaOf(transfer)),
    };

    /// <summary>The code value of light from 0 to 1. High dynamic range becomes the usual one.</summary>
    internal static double ToCode(double light, ColourTransfer transfer) => transfer == ColourTransfer.Srgb
        ? light <= 0.0031308 ? light * 12.92 : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055
        : Math.Pow(light, 1 / GammaOf(transfer));

    // ITU-R BT.2100 table 4.
    private static double PerceptualQuantizer(double code)
    {
        const double M1 = 2610.0 / 16384;
        const double M2 = 2523.0 / 4096 * 128;
        const double C1 = 3424.0 / 4096;
        const double C2 = 2413.0 / 4096 * 32;
        const double C3 = 2392.0 / 4096 * 32;
        double power = Math.Pow(code, 1 / M2);
        return 10_000 / WhiteLuminance * Math.Pow(Math.Max(power - C1, 0) / (C2 - (C3 * power)), 1 / M1);
    }

    // ITU-R BT.2100 table 5: the inverse OETF.
    private static double HybridLogGamma(double code)
    {
        const double A = 0.17883277;
        const double B = 1 - (4 * A);
        const double C = 0.55991073;
        return code <= 0.5 ? code * code / 3 : (Math.Exp((code - C) / A) + B) / 12;
    }

    private static double GammaOf(ColourTransfer transfer) => transfer switch
    {
        ColourTransfer.Gamma22 => 2.2,
        ColourTransfer.Gamma28 => 2.8,
        _ => ScreenGamma,
    };
}
