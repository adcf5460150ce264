using FFmpeg.AutoGen;
using FrameRing.CommandLine.Errors;
using FrameRing.Formats;
using FrameRing.Media.Frames;

namespace FrameRing.Producer.Decoding;

/// <summary>What a decoder's pixel format becomes in the ring.</summary>
/// <param name="Source">The decoder's format.</param>
/// <param name="Target">FFmpeg's number of the ring's format.</param>
/// <param name="Format">The ring's format.</param>
/// <param name="IsConverted">True if the pixels must be converted, since the ring has no code for the decoder's format.</param>
/// <param name="IsLossless">False if the conversion loses something.</param>
/// <param name="MeansFullRange">True if codes of the decoder's format have their full range unless the stream says otherwise.</param>
internal sealed record RingFormat(AVPixelFormat Source, AVPixelFormat Target, PixelFormat Format, bool IsConverted, bool IsLossless, bool MeansFullRange)
{
    /// <summary>What the user should know of it; null if the pixels stay as they are.</summary>
    internal string? Remark => IsConverted
        ? $"converted from {ffmpeg.av_get_pix_fmt_name(Source)} to {Format.Name}{(IsLossless ? string.Empty : ", the nearest format that a ring has")}"
        : null;

    /// <summary>Whether a frame's codes have their full range.</summary>
    internal unsafe bool IsFullRange(AVFrame* frame) =>
        frame->color_range == AVColorRange.AVCOL_RANGE_JPEG || (MeansFullRange && frame->color_range != AVColorRange.AVCOL_RANGE_MPEG);

    internal static RingFormat For(AVPixelFormat source)
    {
        string name = ffmpeg.av_get_pix_fmt_name(source) ?? "none";
        if (FFmpegPixelFormats.TryGet(source, out PixelFormat? known))
        {
            return new RingFormat(source, source, known, false, true, name.StartsWith("yuvj", StringComparison.Ordinal));
        }

        // Grey is of full range to libswscale, which matters once it becomes the luma of a format where limited range is usual.
        bool isGrey = NearestFormat.IsGrey(source);
        return NearestFormat.Find(source, out bool isLossless) is { } nearest
            ? new RingFormat(source, ffmpeg.av_get_pix_fmt(nearest.Name), nearest, true, isLossless, isGrey)
            : throw new ToolException($"The decoder gives frames of the pixel format '{name}', which has no code in the ring and cannot be converted.");
    }
}
