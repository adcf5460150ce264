using System.Runtime.InteropServices;
using FFmpeg.AutoGen;

namespace FrameRing.Media.Frames;

/// <summary>Whether an image is transparent anywhere.</summary>
internal static unsafe class AlphaPlane
{
    // AV_PIX_FMT_FLAG_... of libavutil/pixdesc.h.
    private const ulong Palette = 1 << 1;
    private const ulong Alpha = 1 << 7;
    private const int Colours = 256;

    /// <summary>True if a pixel is not opaque. Formats without alpha cost nothing; others are read until such a pixel comes.</summary>
    /// <param name="frame">An image; it is only read.</param>
    /// <returns>False for an image that can be treated as one without alpha.</returns>
    internal static bool IsTransparent(AVFrame* frame)
    {
        AVPixFmtDescriptor* descriptor = ffmpeg.av_pix_fmt_desc_get((AVPixelFormat)frame->format);
        if (descriptor == null || (descriptor->flags & Alpha) == 0)
        {
            return false;
        }

        if ((descriptor->flags & Palette) != 0)
        {
            return HasTransparentByte(new ReadOnlySpan<byte>(frame->data[1], Colours * 4), 3, 4);
        }

        AVComponentDescriptor alpha = descriptor->comp[descriptor->nb_components - 1u];
        uint plane = (uint)alpha.plane;
        for (int y = 0; y < frame->height; y++)
        {
            byte* row = frame->data[plane] + ((long)y * frame->linesize[plane]);
            ReadOnlySpan<byte> bytes = new(row, frame->width * alpha.step);
            if (alpha.depth > 8 ? HasTransparentWord(MemoryMarshal.Cast<byte, ushort>(bytes), alpha) : HasTransparentByte(bytes, alpha.offset, alpha.step))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasTransparentByte(ReadOnlySpan<byte> bytes, int offset, int step)
    {
        if (step == 1)
        {
            return bytes.ContainsAnyExcept(byte.MaxValue);
        }

        for (int index = offset; index < bytes.Length; index += step)
        {
            if (bytes[index] != byte.MaxValue)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasTransparentWord(ReadOnlySpan<ushort> words, in AVComponentDescriptor alpha)
    {
        int most = ((1 << alpha.depth) - 1) << alpha.shift;
        for (int index = alpha.offset / 2; index < words.Length; index += alpha.step / 2)
        {
            if (words[index] < most)
            {
                return true;
            }
        }

        return false;
    }
}
