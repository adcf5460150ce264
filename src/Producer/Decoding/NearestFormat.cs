using FFmpeg.AutoGen;
using FrameRing.Formats;

namespace FrameRing.Producer.Decoding;

/// <summary>
/// Finds the ring's format into which another one goes with the least loss: first whether alpha is kept, then bits, then chroma
/// samples, then whether colours stay what they are (YUV or RGB); among equals the one with as many planes, then the smallest.
/// </summary>
internal static unsafe class NearestFormat
{
    // AV_PIX_FMT_FLAG_... of libavutil/pixdesc.h.
    private const ulong Rgb = 1 << 5;
    private const ulong Alpha = 1 << 7;
    private const ulong Bayer = 1 << 8;
    private const ulong Float = 1 << 9;

    /// <summary>The format to convert to, and whether that loses nothing; null if libswscale cannot read the source.</summary>
    internal static PixelFormat? Find(AVPixelFormat source, out bool isLossless)
    {
        isLossless = false;
        AVPixFmtDescriptor* from = ffmpeg.av_pix_fmt_desc_get(source);
        if (from == null || ffmpeg.sws_isSupportedInput(source) == 0)
        {
            return null;
        }

        PixelFormat? best = null;
        (int Loss, int Planes, int Size) least = (int.MaxValue, 0, 0);
        foreach (PixelFormat candidate in PixelFormats.All)
        {
            AVPixelFormat number = ffmpeg.av_get_pix_fmt(candidate.Name);
            if (candidate.Kind is PixelFormatKind.Palette or PixelFormatKind.Bayer || ffmpeg.sws_isSupportedOutput(number) == 0)
            {
                continue;
            }

            AVPixFmtDescriptor* to = ffmpeg.av_pix_fmt_desc_get(number);
            int planes = Math.Abs(ffmpeg.av_pix_fmt_count_planes(source) - candidate.PlaneCount);
            (int Loss, int Planes, int Size) cost = (Loss(source, from, to, candidate), planes, ffmpeg.av_get_padded_bits_per_pixel(to));
            if (cost.CompareTo(least) < 0)
            {
                (best, least) = (candidate, cost);
            }
        }

        isLossless = least.Loss == 0;
        return best;
    }

    /// <summary>True for luma alone, with or without alpha, down to black and white.</summary>
    internal static bool IsGrey(AVPixelFormat format) =>
        ffmpeg.av_pix_fmt_desc_get(format) is var descriptor && descriptor != null && KindOf(format, descriptor) == PixelFormatKind.Grey;

    private static int Loss(AVPixelFormat source, AVPixFmtDescriptor* from, AVPixFmtDescriptor* to, PixelFormat candidate)
    {
        PixelFormatKind kind = KindOf(source, from);
        int loss = 0;
        if ((from->flags & Alpha) != 0 && (to->flags & Alpha) == 0)
        {
            loss += 1000;
        }

        int missing = DepthOf(source, from) - candidate.BitsPerComponent;
        loss += missing > 0 ? 100 + missing : 0;

        bool hasChroma = kind is PixelFormatKind.Yuv && from->nb_components >= 3;
        if (candidate.Kind == PixelFormatKind.Grey && kind != PixelFormatKind.Grey)
        {
            loss += 500;
        }
        else if (hasChroma && (candidate.ChromaWidthShift > from->log2_chroma_w || candidate.ChromaHeightShift > from->log2_chroma_h))
        {
            loss += 50;
        }
        else if (kind == PixelFormatKind.Rgb && candidate.Kind == PixelFormatKind.Yuv)
        {
            loss += 50;
        }

        // Grey goes into the luma of YUV unchanged. Float, XYZ and a sensor's mosaic are computed anew whatever they become.
        bool isRecomputed = (from->flags & (Float | Bayer)) != 0 || IsXyz(source);
        return loss + (isRecomputed || (candidate.Kind != kind && !(kind == PixelFormatKind.Grey && candidate.Kind == PixelFormatKind.Yuv)) ? 1 : 0);
    }

    private static PixelFormatKind KindOf(AVPixelFormat format, AVPixFmtDescriptor* descriptor) =>
        (descriptor->flags & Rgb) != 0 || IsXyz(format) ? PixelFormatKind.Rgb
        : descriptor->nb_components <= 2 ? PixelFormatKind.Grey
        : PixelFormatKind.Yuv;

    private static int DepthOf(AVPixelFormat format, AVPixFmtDescriptor* descriptor)
    {
        if ((descriptor->flags & Bayer) != 0 || IsXyz(format))
        {
            // The table tells a mosaic's bits per pixel of the whole pattern; libswscale turns XYZ into RGB of 16 bits.
            return (descriptor->flags & Bayer) != 0 && descriptor->comp[0].depth + descriptor->comp[1].depth + descriptor->comp[2].depth <= 8 ? 8 : 16;
        }

        int depth = 0;
        for (uint component = 0; component < descriptor->nb_components; component++)
        {
            depth = Math.Max(depth, Math.Min(16, descriptor->comp[component].depth));
        }

        // Few bits of RGB go through YUV on their way, so that a target of as few would lose some to rounding.
        return (descriptor->flags & Rgb) != 0 ? Math.Max(8, depth) : depth;
    }

    private static bool IsXyz(AVPixelFormat format) => ffmpeg.av_get_pix_fmt_name(format).StartsWith("xyz", StringComparison.Ordinal);
}
