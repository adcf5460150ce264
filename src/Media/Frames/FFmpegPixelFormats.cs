using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using FFmpeg.AutoGen;
using FrameRing.Formats;

namespace FrameRing.Media.Frames;

/// <summary>FFmpeg's numbers for the ring's pixel formats, both ways. The numbers change between FFmpeg's versions, the names do not.</summary>
public static class FFmpegPixelFormats
{
    private static readonly ConcurrentDictionary<FourCC, AVPixelFormat> s_known = new();
    private static readonly Dictionary<AVPixelFormat, PixelFormat> s_formats = ReadAll();

    /// <summary>FFmpeg's number for a format. Safe on any thread; allocates only the first time a format is seen.</summary>
    /// <param name="format">A format of the ring.</param>
    /// <returns>The number in the FFmpeg that is loaded.</returns>
    /// <exception cref="UnsupportedFormatException">That FFmpeg does not know the format.</exception>
    public static AVPixelFormat Of(PixelFormat format)
    {
        if (s_known.TryGetValue(format.FourCC, out AVPixelFormat known))
        {
            return known;
        }

        // A packed format that V4L2 has and FFmpeg spells otherwise would end here, with its name.
        AVPixelFormat found = ffmpeg.av_get_pix_fmt(format.Name);
        if (found == AVPixelFormat.AV_PIX_FMT_NONE)
        {
            throw new UnsupportedFormatException($"The frames have the pixel format {format}, which the FFmpeg libraries of this machine do not know.");
        }

        return s_known.GetOrAdd(format.FourCC, found);
    }

    /// <summary>The ring's format of the same pixels. Allocates nothing. The range of FFmpeg's yuvj formats is a fact of its own in a ring.</summary>
    /// <param name="number">A number of the FFmpeg that is loaded.</param>
    /// <param name="format">The format.</param>
    /// <returns>False if rings have no such format.</returns>
    public static bool TryGet(AVPixelFormat number, [NotNullWhen(true)] out PixelFormat? format) => s_formats.TryGetValue(number, out format);

    private static Dictionary<AVPixelFormat, PixelFormat> ReadAll()
    {
        Dictionary<AVPixelFormat, PixelFormat> formats = [];
        foreach (PixelFormat format in PixelFormats.All)
        {
            Add(format.Name, format);
            if (format.Name.StartsWith("yuv", StringComparison.Ordinal))
            {
                Add("yuvj" + format.Name[3..], format);
            }
        }

        return formats;

        void Add(string name, PixelFormat format)
        {
            if (ffmpeg.av_get_pix_fmt(name) is var number and not AVPixelFormat.AV_PIX_FMT_NONE)
            {
                formats[number] = format;
            }
        }
    }
}
