using FFmpeg.AutoGen;
using FrameRing.Formats;
using FrameRing.Media.Pictures;

namespace FrameRing.Media.Colour;

/// <summary>
/// Makes a picture of a frame whose colours libswscale cannot make those of a picture. It gets the frame scaled already, in words of 16
/// bits: 8 bits of PQ show steps.
/// </summary>
internal sealed unsafe class ColourMapper
{
    private readonly LightMapper? _light;
    private readonly YuvDecoder? _yuv;
    private readonly float _rgbScale;

    internal ColourMapper(in ColourTreatment treatment, PixelFormat format, ColourMatrix matrix, bool isFullRange)
    {
        _light = treatment.MapsLight ? new LightMapper(treatment) : null;

        // libswscale puts code values into the high end of words.
        _rgbScale = 1f / YuvDecoder.MostOf(Math.Max(8, format.BitsPerComponent));
        _yuv = format.Kind == PixelFormatKind.Yuv ? new YuvDecoder(matrix, isFullRange, format.BitsPerComponent) : null;
    }

    /// <summary>The format that the scaled frame must have: luma and chroma as they are coded, or else red, green and blue.</summary>
    internal AVPixelFormat Format => _yuv is null ? AVPixelFormat.AV_PIX_FMT_RGBA64LE : AVPixelFormat.AV_PIX_FMT_YUV444P16LE;

    /// <summary>Makes the picture.</summary>
    internal void Map(ImageBuffer source, Picture target)
    {
        for (int y = 0; y < target.Size.Height; y++)
        {
            Span<uint> row = target.Row(y);
            if (_yuv is null)
            {
                MapRgb(source.Row(0, y, 4 * row.Length), row);
            }
            else
            {
                MapYuv(_yuv, source.Row(0, y, row.Length), source.Row(1, y, row.Length), source.Row(2, y, row.Length), row);
            }
        }
    }

    /// <summary>Maps a picture with alpha that has the frame's code values.</summary>
    internal void Map(Picture picture)
    {
        for (int y = 0; _light is not null && y < picture.Size.Height; y++)
        {
            foreach (ref uint pixel in picture.Row(y))
            {
                const float Scale = 1f / byte.MaxValue;
                uint mapped = _light.Map(((pixel >> 16) & 0xFF) * Scale, ((pixel >> 8) & 0xFF) * Scale, (pixel & 0xFF) * Scale);
                pixel = (pixel & 0xFF000000) | (mapped & 0x00FFFFFF);
            }
        }
    }

    private void MapRgb(ReadOnlySpan<ushort> words, Span<uint> row)
    {
        for (int x = 0; x < row.Length; x++)
        {
            row[x] = ToPixel(words[4 * x] * _rgbScale, words[(4 * x) + 1] * _rgbScale, words[(4 * x) + 2] * _rgbScale);
        }
    }

    private void MapYuv(YuvDecoder yuv, ReadOnlySpan<ushort> luma, ReadOnlySpan<ushort> first, ReadOnlySpan<ushort> second, Span<uint> row)
    {
        for (int x = 0; x < row.Length; x++)
        {
            (float red, float green, float blue) = yuv.Decode(luma[x], first[x], second[x]);
            row[x] = ToPixel(red, green, blue);
        }
    }

    private uint ToPixel(float red, float green, float blue) =>
        _light is not null ? _light.Map(red, green, blue) : 0xFF000000 | (ToByte(red) << 16) | (ToByte(green) << 8) | ToByte(blue);

    private static uint ToByte(float value) => (uint)((Math.Clamp(value, 0, 1) * byte.MaxValue) + 0.5f);
}
