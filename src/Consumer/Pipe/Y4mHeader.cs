using System.Globalization;
using FrameRing.CommandLine;
using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Consumer.Pipe;

/// <summary>The header of a YUV4MPEG2 stream, yuv4mpeg(5).</summary>
internal static class Y4mHeader
{
    internal static ReadOnlySpan<byte> FrameMark => "FRAME\n"u8;

    internal static string Create(PixelFormat format, in FrameMetadata metadata)
    {
        string colour = format.Name switch
        {
            "yuv420p" when metadata.ChromaLocation == ChromaLocation.Center => "420jpeg",
            "yuv420p" when metadata.ChromaLocation == ChromaLocation.TopLeft => "420paldv",
            "yuv420p" => "420mpeg2",
            "yuv422p" => "422",
            "yuv444p" => "444",
            "yuv411p" => "411",
            "gray" => "mono",
            "yuv420p10le" => "420p10 XYSCSS=420P10",
            "yuv422p10le" => "422p10 XYSCSS=422P10",
            "yuv444p10le" => "444p10 XYSCSS=444P10",
            "yuv420p12le" => "420p12 XYSCSS=420P12",
            "yuv422p12le" => "422p12 XYSCSS=422P12",
            "yuv444p12le" => "444p12 XYSCSS=444P12",
            _ => throw new ToolException($"A y4m stream cannot carry {format}. It carries planar YUV and grey; use --format rawvideo."),
        };
        Rational rate = metadata.FrameRate.IsKnown ? metadata.FrameRate : new Rational(25, 1);
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
