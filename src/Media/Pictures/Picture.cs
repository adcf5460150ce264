using System.Runtime.InteropServices;
using FFmpeg.AutoGen;

namespace FrameRing.Media.Pictures;

/// <summary>
/// A picture in memory of its own: four bytes a pixel, blue, green, red and alpha, which the colours are not multiplied by. Not thread-safe;
/// whoever holds it disposes of it.
/// </summary>
public sealed unsafe class Picture : IDisposable
{
    internal const AVPixelFormat Format = AVPixelFormat.AV_PIX_FMT_BGR0;
    internal const AVPixelFormat FormatWithAlpha = AVPixelFormat.AV_PIX_FMT_BGRA;

    private const int BytesPerPixel = 4;

    // What libswscale's vector code likes, and room for what it writes past the last row.
    private const int Alignment = 64;

    private byte* _pixels;

    /// <summary>Allocates a picture. Its pixels are undefined.</summary>
    /// <param name="size">Its size.</param>
    public Picture(PictureSize size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size.Width, nameof(size));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size.Height, nameof(size));
        Size = size;
        Stride = checked(size.Width * BytesPerPixel + Alignment - 1) / Alignment * Alignment;
        _pixels = (byte*)NativeMemory.AlignedAlloc(checked((nuint)((long)Stride * size.Height) + Alignment), Alignment);
    }

    /// <summary>Width and height in pixels.</summary>
    public PictureSize Size { get; }

    /// <summary>Whether the fourth byte is alpha; else it has no meaning, and the picture is opaque.</summary>
    public bool HasAlpha { get; set; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The first byte of the top row.</summary>
    public byte* Pixels => _pixels != null ? _pixels : throw new ObjectDisposedException(nameof(Picture));

    /// <summary>One row, a number a pixel: 0xAARRGGBB on little-endian machines.</summary>
    /// <param name="y">0 to height - 1.</param>
    /// <returns>The pixels themselves.</returns>
    public Span<uint> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Size.Height, nameof(y));
        return new Span<uint>(Pixels + ((long)y * Stride), Size.Width);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_pixels);
        _pixels = null;
    }
}
