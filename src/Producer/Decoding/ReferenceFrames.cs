using FFmpeg.AutoGen;

namespace FrameRing.Producer.Decoding;

/// <summary>How many pictures a decoder may keep at once, by the worst its level allows. What the decoder itself says (refs) is too low under frame threads.</summary>
internal static unsafe class ReferenceFrames
{
    // H.264 table A-1: level times ten, MaxDpbMbs.
    private static readonly (int Level, int Macroblocks)[] s_h264Levels =
    [
        (10, 396), (11, 900), (12, 2376), (13, 2376), (20, 2376), (21, 4752), (22, 8100), (30, 8100), (31, 18000), (32, 20480),
        (40, 32768), (41, 32768), (42, 34816), (50, 110400), (51, 184320), (52, 184320), (60, 696320), (61, 696320), (62, 696320),
    ];

    // H.265 table A.8: level times thirty, MaxLumaPs.
    private static readonly (int Level, int Samples)[] s_hevcLevels =
    [
        (30, 36864), (60, 122880), (63, 245760), (90, 552960), (93, 983040), (120, 2228224), (123, 2228224),
        (150, 8912896), (153, 8912896), (156, 8912896), (180, 35651584), (183, 35651584), (186, 35651584),
    ];

    internal static int WorstCase(AVCodecParameters* parameters) => parameters->codec_id switch
    {
        AVCodecID.AV_CODEC_ID_H264 => H264(parameters),
        AVCodecID.AV_CODEC_ID_HEVC => Hevc(parameters),
        AVCodecID.AV_CODEC_ID_VP9 => 8,
        AVCodecID.AV_CODEC_ID_VP8 or AVCodecID.AV_CODEC_ID_VP7 => 4,
        AVCodecID.AV_CODEC_ID_MJPEG or AVCodecID.AV_CODEC_ID_PRORES or AVCodecID.AV_CODEC_ID_DNXHD => 0,
        _ => 3,
    };

    private static int H264(AVCodecParameters* parameters)
    {
        long macroblocks = (long)((parameters->width + 15) / 16) * ((parameters->height + 15) / 16);
        foreach ((int level, int limit) in s_h264Levels)
        {
            if (parameters->level > 0 && parameters->level <= level)
            {
                return (int)Math.Clamp(limit / Math.Max(1, macroblocks), 1, 16);
            }
        }

        return 16;
    }

    private static int Hevc(AVCodecParameters* parameters)
    {
        long samples = (long)parameters->width * parameters->height;
        foreach ((int level, int limit) in s_hevcLevels)
        {
            if (parameters->level > 0 && parameters->level <= level)
            {
                return samples <= limit / 4 ? 16 : samples <= limit / 2 ? 12 : samples <= limit / 4 * 3 ? 8 : 6;
            }
        }

        return 16;
    }
}
