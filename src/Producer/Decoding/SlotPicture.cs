using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FFmpeg.AutoGen;

namespace FrameRing.Producer.Decoding;

/// <summary>A slot as a picture that FFmpeg's functions write into. FFmpeg insists on a buffer with a count; this one frees nothing.</summary>
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

        av_buffer_create_free_func nothing = new() { Pointer = (nint)(delegate* unmanaged[Cdecl]<void*, byte*, void>)&FreeNothing };
        _frame->buf[0] = ffmpeg.av_buffer_create(slot, (ulong)planes.TotalSize, nothing, null, 0);
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

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void FreeNothing(void* opaque, byte* data)
    {
    }
}
