using FFmpeg.AutoGen;
using FrameRing.Formats;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>The compressed formats of cameras that can be decoded into slots.</summary>
internal static class CompressedFormats
{
    private static readonly Dictionary<FourCC, AVCodecID> s_codecs = new()
    {
        [FourCC.Parse("MJPG")] = AVCodecID.AV_CODEC_ID_MJPEG,
        [FourCC.Parse("JPEG")] = AVCodecID.AV_CODEC_ID_MJPEG,
        [FourCC.Parse("H264")] = AVCodecID.AV_CODEC_ID_H264,
        [FourCC.Parse("HEVC")] = AVCodecID.AV_CODEC_ID_HEVC,
        [FourCC.Parse("MPG4")] = AVCodecID.AV_CODEC_ID_MPEG4,
        [FourCC.Parse("VP80")] = AVCodecID.AV_CODEC_ID_VP8,
        [FourCC.Parse("VP90")] = AVCodecID.AV_CODEC_ID_VP9,
    };

    internal static bool TryGet(FourCC code, out AVCodecID codec) => s_codecs.TryGetValue(code, out codec);

    /// <summary>A picture of its own in every buffer: one can be left out without harm to the next.</summary>
    internal static bool IsIntraOnly(AVCodecID codec) => codec == AVCodecID.AV_CODEC_ID_MJPEG;
}
