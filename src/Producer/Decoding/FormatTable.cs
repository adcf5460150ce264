using System.Diagnostics.CodeAnalysis;
using FFmpeg.AutoGen;
using FrameRing.Formats;

namespace FrameRing.Producer.Decoding;

/// <summary>FFmpeg's pixel formats that the ring has a code for. Looking one up allocates nothing.</summary>
internal static class FormatTable
{
    private static readonly Dictionary<AVPixelFormat, PixelFormat> s_known = Build();

    /// <summary>The ring's format of the same pixels; the range of yuvj formats is a fact of its own in the ring.</summary>
    internal static bool TryGet(AVPixelFormat format, [NotNullWhen(true)] out PixelFormat? known) => s_known.TryGetValue(format, out known);

    private static Dictionary<AVPixelFormat, PixelFormat> Build()
    {
        Dictionary<AVPixelFormat, PixelFormat> known = [];
        foreach (PixelFormat format in PixelFormats.All)
        {
            Add(format.Name, format);
            if (format.Name.StartsWith("yuv", StringComparison.Ordinal))
            {
                Add("yuvj" + format.Name[3..], format);
            }
        }

        return known;

        void Add(string name, PixelFormat format)
        {
            if (ffmpeg.av_get_pix_fmt(name) is var number and not AVPixelFormat.AV_PIX_FMT_NONE)
            {
                known[number] = format;
            }
        }
    }
}
