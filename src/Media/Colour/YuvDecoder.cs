using FrameRing.Formats;

namespace FrameRing.Media.Colour;

/// <summary>Words of luma and chroma into red, green and blue from 0 to 1, by ITU-T H.273. What a matrix makes of them may lie outside.</summary>
internal sealed class YuvDecoder
{
    private readonly float _black;
    private readonly float _lumaScale;
    private readonly float _chromaScale;
    private readonly float _redOfCr;
    private readonly float _greenOfCb;
    private readonly float _greenOfCr;
    private readonly float _blueOfCb;
    private readonly bool _isYCgCo;

    /// <summary>Computes the factors.</summary>
    /// <param name="matrix">Of the frame.</param>
    /// <param name="isFullRange">Whether its code values span the whole range.</param>
    /// <param name="bits">How many bits it had before they came into the high end of words.</param>
    internal YuvDecoder(ColourMatrix matrix, bool isFullRange, int bits)
    {
        const float LimitedBlack = 16 << 8;
        const float LimitedLuma = 219 << 8;
        const float LimitedChroma = 224 << 8;
        float most = MostOf(bits);
        _black = isFullRange ? 0 : LimitedBlack;
        _lumaScale = 1 / (isFullRange ? most : LimitedLuma);
        _chromaScale = 1 / (isFullRange ? most : LimitedChroma);
        _isYCgCo = matrix == ColourMatrix.YCgCo;
        (double red, double blue) = LumaOf(matrix);
        double green = 1 - red - blue;
        _redOfCr = (float)(2 * (1 - red));
        _blueOfCb = (float)(2 * (1 - blue));
        _greenOfCb = (float)(-2 * (1 - blue) * blue / green);
        _greenOfCr = (float)(-2 * (1 - red) * red / green);
    }

    /// <summary>The largest code value, in the high end of a word.</summary>
    internal static int MostOf(int bits) => ((1 << bits) - 1) << (16 - bits);

    internal (float Red, float Green, float Blue) Decode(ushort luma, ushort first, ushort second)
    {
        const float Middle = 128 << 8;
        float y = (luma - _black) * _lumaScale;
        float cb = (first - Middle) * _chromaScale;
        float cr = (second - Middle) * _chromaScale;
        return _isYCgCo ? (y - cb + cr, y + cb, y - cb - cr) : (y + (_redOfCr * cr), y + (_greenOfCb * cb) + (_greenOfCr * cr), y + (_blueOfCb * cb));
    }

    // The part of red and of blue in luma. Constant luminance is taken for the other one, as libswscale does.
    private static (double Red, double Blue) LumaOf(ColourMatrix matrix) => matrix switch
    {
        ColourMatrix.Bt709 or ColourMatrix.Rgb => (0.2126, 0.0722),
        ColourMatrix.Fcc => (0.30, 0.11),
        ColourMatrix.Smpte240M => (0.212, 0.087),
        ColourMatrix.Bt2020NonConstant or ColourMatrix.Bt2020Constant => (0.2627, 0.0593),
        _ => (0.299, 0.114),
    };
}
