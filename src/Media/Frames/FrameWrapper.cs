using System.Runtime.CompilerServices;
using FFmpeg.AutoGen;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Reading;

namespace FrameRing.Media.Frames;

/// <summary>
/// A frame of a ring as an AVFrame whose planes are the slot itself: nothing is copied. FFmpeg must only read it, since the slot is
/// mapped read-only. One thread at a time; the AVFrame is used again for every frame.
/// </summary>
public sealed unsafe class FrameWrapper : IDisposable
{
    private AVFrame* _frame = ffmpeg.av_frame_alloc();

    /// <summary>Describes a frame's visible part.</summary>
    /// <param name="view">The frame. Its <see cref="FrameView.Validate"/> is to be asked after FFmpeg has used the result.</param>
    /// <returns>An AVFrame that belongs to this object and is valid until the next call or the next frame of the reader.</returns>
    /// <exception cref="UnsupportedFormatException">The frame's format is in no table.</exception>
    public AVFrame* Wrap(scoped in FrameView view)
    {
        ObjectDisposedException.ThrowIf(_frame == null, this);
        FrameGeometry geometry = view.Geometry;
        PixelFormat format = geometry.PixelFormat
            ?? throw new UnsupportedFormatException($"The frames have the pixel format {view.Metadata.Format}, which this program does not know.");
        ffmpeg.av_frame_unref(_frame);
        _frame->format = (int)FFmpegPixelFormats.Of(format);
        _frame->width = geometry.Crop.Width;
        _frame->height = geometry.Crop.Height;
        for (int plane = 0; plane < geometry.PlaneCount; plane++)
        {
            int stride = view.GetStride(plane);
            _frame->data[(uint)plane] = view.DangerousGetPlanePointer(plane)
                + ((long)format.RowOffset(plane, geometry.Crop.Y) * stride) + format.ColumnOffset(plane, geometry.Crop.X);
            _frame->linesize[(uint)plane] = stride;
        }

        _frame->extended_data = (byte**)Unsafe.AsPointer(ref _frame->data);
        _frame->buf[0] = BorrowedBuffer.Create(_frame->data[0], 1);
        return _frame;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        fixed (AVFrame** frame = &_frame)
        {
            ffmpeg.av_frame_free(frame);
        }
    }
}
