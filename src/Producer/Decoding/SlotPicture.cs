using FFmpeg.AutoGen;
using FrameRing.Media.Frames;

namespace FrameRing.Producer.Decoding;

/// <summary>A slot as a picture that FFmpeg's functions write into.</summary>
internal sealed unsafe class SlotPicture : IDisposable
{
    private AVFrame* _frame = ffmpeg.av_frame_alloc();

    /// <summary>Lays the picture over a slot. To be ended by <see cref="Release"/>.</summary>
    internal AVFrame* Over(byte* slot, in PlaneArrangement planes, AVPixelFormat format, int width, int height)
    {
        _frame->format = (int)format;
        _frame->width = width;
        _frame->height = height;
        for (uint plane = 0; plane < planes.PlaneCount; plane++)
        {
            _frame->data[plane] = slot + planes.Offsets[plane];
            _frame->linesize[plane] = planes.Strides[plane];
        }

        _frame->buf[0] = BorrowedBuffer.Create(slot, (ulong)planes.TotalSize);
        return _frame;
    }

    internal void Release() => ffmpeg.av_frame_unref(_frame);

    public void Dispose()
    {
        fixed (AVFrame** frame = &_frame)
        {
            ffmpeg.av_frame_free(frame);
        }
    }
}
