using FFmpeg.AutoGen;

namespace FrameRing.Producer.Decoding;

/// <summary>
/// Where the planes of a decoder's picture go in one piece of memory: the size, alignment and padding that FFmpeg's own buffers have,
/// since decoders write a little past what is visible. Source: update_frame_pool in libavcodec, avcodec_align_dimensions2.
/// </summary>
internal unsafe struct PlaneArrangement
{
    private const int MaxAlignment = 64;

    // What update_frame_pool adds to each plane, and never less than 64 bytes between planes.
    private const long Padding = 16 + MaxAlignment - 1;

    internal int PlaneCount;
    internal long TotalSize;
    internal int_array4 Strides;
    internal long_array4 Offsets;

    /// <summary>Computes it for the size that the decoder asks for.</summary>
    /// <param name="context">The decoder; null for a plain picture that no decoder writes.</param>
    /// <param name="format">Its pixel format.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="arrangement">The planes.</param>
    /// <returns>False if FFmpeg has no such layout.</returns>
    internal static bool TryCreate(AVCodecContext* context, AVPixelFormat format, int width, int height, out PlaneArrangement arrangement)
    {
        arrangement = default;
        int_array8 alignment = default;
        if (context != null)
        {
            ffmpeg.avcodec_align_dimensions2(context, &width, &height, ref alignment);
        }
        else
        {
            for (uint plane = 0; plane < 4; plane++)
            {
                alignment[plane] = MaxAlignment;
            }
        }

        // The width grows until every stride fits: code relies on strides of planes keeping their proportion, so none is rounded alone.
        bool isUneven;
        do
        {
            if (ffmpeg.av_image_fill_linesizes(ref arrangement.Strides, format, width) < 0)
            {
                return false;
            }

            width += width & -width;
            isUneven = false;
            for (uint plane = 0; plane < 4; plane++)
            {
                isUneven |= alignment[plane] > 0 && arrangement.Strides[plane] % alignment[plane] != 0;
            }
        }
        while (isUneven);

        long_array4 strides = default;
        ulong_array4 sizes = default;
        for (uint plane = 0; plane < 4; plane++)
        {
            strides[plane] = arrangement.Strides[plane];
        }

        if (ffmpeg.av_image_fill_plane_sizes(ref sizes, format, height, strides) < 0)
        {
            return false;
        }

        for (uint plane = 0; plane < 4 && sizes[plane] != 0; plane++)
        {
            arrangement.Offsets[plane] = arrangement.TotalSize;
            arrangement.TotalSize += ((long)sizes[plane] + Padding + MaxAlignment - 1) / MaxAlignment * MaxAlignment;
            arrangement.PlaneCount++;
        }

        return arrangement.PlaneCount > 0;
    }
}
