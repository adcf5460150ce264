using System.Globalization;
using FrameRing.CommandLine.Errors;
using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Consumer.Pipe;

/// <summary>The header of a YUV4MPEG2 stream, yuv4mpeg(5).</summary>
internal static class Y4mHeader
{
    internal static ReadOnlySpan<byte> FrameMark => "FRAME\n"u8;

    internal static string Create(PixelFormat format, in FrameMetadata metadata, Rational rate)
    {
        string colour = format.Name switch
        {
            // As ffmpeg: there are three names, and what is not known or has none is JPEG's. (Its yuvj420p is JPEG's too, wherever the
            // chroma is; here the range says that it is full, and the name where the chroma is.)
            "yuv420p" when metadata.ChromaLocation == ChromaLocation.Left => "420mpeg2 XYSCSS=420MPEG2",
            "yuv420p" when metadata.ChromaLocation == ChromaLocation.TopLeft => "420paldv XYSCSS=420PALDV",
            "yuv420p" => "420jpeg XYSCSS=420JPEG",
            "yuv422p" => "422 XYSCSS=422",
            "yuv444p" => "444 XYSCSS=444",
            "yuva444p" => "444alpha XYSCSS=444",
            "yuv411p" => "411 XYSCSS=411",
            "gray" => "mono",
            "gray10le" => "mono10",
            "gray12le" => "mono12",
            "gray16le" => "mono16",
            "yuv420p9le" => "420p9 XYSCSS=420P9",
            "yuv422p9le" => "422p9 XYSCSS=422P9",
            "yuv444p9le" => "444p9 XYSCSS=444P9",
            "yuv420p10le" => "420p10 XYSCSS=420P10",
            "yuv422p10le" => "422p10 XYSCSS=422P10",
            "yuv444p10le" => "444p10 XYSCSS=444P10",
            "yuv420p12le" => "420p12 XYSCSS=420P12",
            "yuv422p12le" => "422p12 XYSCSS=422P12",
            "yuv444p12le" => "444p12 XYSCSS=444P12",
            "yuv420p16le" => "420p16 XYSCSS=420P16",
            "yuv422p16le" => "422p16 XYSCSS=422P16",
            "yuv444p16le" => "444p16 XYSCSS=444P16",
            _ => throw new ToolException($"A y4m stream cannot carry {format}. It carries planar YUV (4:2:0, 4:2:2, 4:4:4, 8 to 16 bits), yuv411p, yuva444p and grey; use --format rawvideo."),
        };
        Rational aspect = metadata.SampleAspectRatio.IsKnown ? metadata.SampleAspectRatio : new Rational(0, 0);
        char interlacing = metadata.Interlacing switch
        {
            Interlacing.TopFieldFirst => 't',
            Interlacing.BottomFieldFirst => 'b',
            _ => 'p',
        };
        string range = metadata.Range switch
        {
            ColourRange.Full => " XCOLORRANGE=FULL",
            ColourRange.Limited => " XCOLORRANGE=LIMITED",
            _ => string.Empty,
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"YUV4MPEG2 W{metadata.Crop.Width} H{metadata.Crop.Height} F{rate.Numerator}:{rate.Denominator} I{interlacing} A{aspect.Numerator}:{aspect.Denominator} C{colour}{range}\n");
    }
}
