using System.Runtime.CompilerServices;

namespace FrameRing.Media.Colour;

/// <summary>
/// Red, green and blue as code values of a frame into those of a picture: to light, to the primaries of BT.709, high dynamic range to the
/// usual one, and back to code values. By tables; allocates nothing per pixel. What BT.709 cannot show is cut off.
/// </summary>
internal sealed class LightMapper
{
    private const int CodeSteps = 1 << 14;

    // By the square root of light, for which dark ones are as fine as bright ones.
    private const int RootSteps = 1 << 12;

    private readonly float[] _light = new float[CodeSteps + 1];
    private readonly byte[] _codes = new byte[RootSteps + 1];
    private readonly float[] _matrix;
    private readonly bool _isHigh;
    private readonly bool _isHybrid;

    internal LightMapper(in ColourTreatment treatment)
    {
        _isHigh = ColourTreatment.IsHighDynamicRange(treatment.Transfer);
        _isHybrid = treatment.Transfer == Formats.ColourTransfer.HybridLogGamma;
        _matrix = [.. PrimariesMatrix.ToBt709(treatment.Primaries).Cast<double>().Select(value => (float)value)];
        for (int step = 0; step < _light.Length; step++)
        {
            _light[step] = (float)TransferCurves.ToLight((double)step / CodeSteps, treatment.Transfer);
        }

        for (int step = 0; step < _codes.Length; step++)
        {
            double root = (double)step / RootSteps;
            _codes[step] = (byte)Math.Round(byte.MaxValue * TransferCurves.ToCode(root * root, treatment.Transfer));
        }
    }

    /// <summary>Maps a pixel.</summary>
    /// <returns>0xFFRRGGBB.</returns>
    internal uint Map(float red, float green, float blue)
    {
        float r = ToLight(red);
        float g = ToLight(green);
        float b = ToLight(blue);
        float factor = _isHybrid ? HybridLogGammaSystem.Factor(r, g, b) : 1;
        ReadOnlySpan<float> m = _matrix;
        float r709 = factor * ((m[0] * r) + (m[1] * g) + (m[2] * b));
        float g709 = factor * ((m[3] * r) + (m[4] * g) + (m[5] * b));
        float b709 = factor * ((m[6] * r) + (m[7] * g) + (m[8] * b));
        factor = _isHigh ? HableCurve.Factor(MathF.Max(r709, MathF.Max(g709, b709))) : 1;
        return 0xFF000000 | ((uint)ToCode(factor * r709) << 16) | ((uint)ToCode(factor * g709) << 8) | ToCode(factor * b709);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float ToLight(float code) => _light[(int)((Math.Clamp(code, 0, 1) * CodeSteps) + 0.5f)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte ToCode(float light) => _codes[(int)((MathF.Sqrt(Math.Clamp(light, 0, 1)) * RootSteps) + 0.5f)];
}
