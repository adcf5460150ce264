using FFmpeg.AutoGen;

namespace FrameRing.Media.Pictures;

/// <summary>An image of any of FFmpeg's formats in memory of its own: what lies between two steps.</summary>
internal sealed unsafe class ImageBuffer : IDisposable
{
    // What libswscale's vector code likes.
    private const int Alignment = 64;

    private AVFrame* _frame = ffmpeg.av_frame_alloc();

    internal ImageBuffer(AVPixelFormat format, PictureSize size)
    {
        _frame->format = (int)format;
        _frame->width = size.Width;
        _frame->height = size.Height;
        if (ffmpeg.av_frame_get_buffer(_frame, Alignment) < 0)
        {
            Dispose();
            throw new OutOfMemoryException($"FFmpeg has no memory left for an image of {size}.");
        }
    }

    internal AVFrame* Frame => _frame;

    /// <summary>The samples of a row.</summary>
    internal ReadOnlySpan<ushort> Row(uint plane, int y, int samples) => new(_frame->data[plane] + ((long)y * _frame->linesize[plane]), samples);

    public void Dispose()
    {
        fixed (AVFrame** frame = &_frame)
        {
            ffmpeg.av_frame_free(frame);
        }
    }
}
