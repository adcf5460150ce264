using FFmpeg.AutoGen;
using FrameRing.CommandLine.Errors;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Media.Errors;
using FrameRing.Writing;

namespace FrameRing.Producer.Decoding;

/// <summary>Gets a decoded frame into a slot: it lies there already, or it is copied, converted or downloaded once.</summary>
internal sealed unsafe class SlotTransfer(SlotBufferPool pool) : IDisposable
{
    private readonly SlotPicture _picture = new();
    private readonly FormatConversion _conversion = new();
    private AVFrame* _downloaded = ffmpeg.av_frame_alloc();

    /// <summary>Whether the last frame that found no slot needs a larger one than can be made for now.</summary>
    internal bool IsTooLarge { get; private set; }

    /// <summary>Puts the frame into a slot, with as few copies as it takes.</summary>
    /// <param name="writer">Where slots come from.</param>
    /// <param name="frame">The decoded frame.</param>
    /// <param name="format">What its pixels are in the ring.</param>
    /// <param name="metadata">Gets the planes' places and the path.</param>
    /// <param name="claim">The slot.</param>
    /// <param name="holdToken">A reference to the decoder's buffer, to be published with the frame; 0 if the decoder knows nothing of the slot.</param>
    /// <returns>False if no slot is free.</returns>
    internal bool TryFill(FrameRingWriter writer, AVFrame* frame, RingFormat format, scoped ref FrameMetadata metadata, out SlotClaim claim, out nint holdToken)
    {
        holdToken = 0;
        IsTooLarge = false;
        if (frame->hw_frames_ctx != null)
        {
            return TryDownload(writer, frame, format, ref metadata, out claim);
        }

        return format.IsConverted
            ? TryConvert(writer, frame, format, TransferPath.Copied, ref metadata, out claim)
            : TryTake(writer, frame, format.Format, ref metadata, out claim, out holdToken) || TryCopy(writer, frame, format.Format, ref metadata, out claim);
    }

    public void Dispose()
    {
        _picture.Dispose();
        _conversion.Dispose();
        fixed (AVFrame** frame = &_downloaded)
        {
            ffmpeg.av_frame_free(frame);
        }
    }

    private bool TryTake(FrameRingWriter writer, AVFrame* frame, PixelFormat format, scoped ref FrameMetadata metadata, out SlotClaim claim, out nint holdToken)
    {
        holdToken = 0;
        claim = default;

        // A decoder may put out one buffer twice: the second time the slot is no longer claimed, and the frame is copied.
        if (frame->buf[0] == null || !pool.TryGetClaim(frame->buf[0], out DetachedClaim detached) || !writer.TryResume(detached, out claim))
        {
            return false;
        }

        byte* slot = claim.DangerousPointer;
        for (uint plane = 0; plane < metadata.PlaneCount; plane++)
        {
            metadata.SetPlane((int)plane, new PlaneLayout(frame->data[plane] - slot, StrideOf(format, (int)plane, frame->width, frame->linesize[plane])));
        }

        metadata.BytesUsed = claim.Size;
        metadata.Path = TransferPath.Direct;
        holdToken = (nint)ffmpeg.av_buffer_ref(frame->buf[0]);
        return true;
    }

    private bool TryCopy(FrameRingWriter writer, AVFrame* frame, PixelFormat format, scoped ref FrameMetadata metadata, out SlotClaim claim)
    {
        if (!TryClaim(writer, (AVPixelFormat)frame->format, frame->width, frame->height, out PlaneArrangement planes, out claim))
        {
            return false;
        }

        byte* slot = claim.DangerousPointer;
        for (uint plane = 0; plane < metadata.PlaneCount; plane++)
        {
            long rowBytes = format.RowBytes((int)plane, frame->width);
            int rows = format.Rows((int)plane, frame->height);
            for (int row = 0; row < rows; row++)
            {
                Buffer.MemoryCopy(
                    frame->data[plane] + ((long)row * frame->linesize[plane]),
                    slot + planes.Offsets[plane] + ((long)row * planes.Strides[plane]),
                    rowBytes,
                    rowBytes);
            }
        }

        Describe(planes, format, frame->width, TransferPath.Copied, ref metadata);
        return true;
    }

    private bool TryConvert(FrameRingWriter writer, AVFrame* frame, RingFormat format, TransferPath path, scoped ref FrameMetadata metadata, out SlotClaim claim)
    {
        if (!TryClaim(writer, format.Target, frame->width, frame->height, out PlaneArrangement planes, out claim))
        {
            return false;
        }

        AVFrame* target = _picture.Over(claim.DangerousPointer, planes, format.Target, frame->width, frame->height);
        try
        {
            _conversion.Convert(frame, target, format);
        }
        finally
        {
            _picture.Release();
        }

        Describe(planes, format.Format, frame->width, path, ref metadata);
        return true;
    }

    // From the device's memory straight into the slot; only a format that the ring lacks takes a detour.
    private bool TryDownload(FrameRingWriter writer, AVFrame* frame, RingFormat format, scoped ref FrameMetadata metadata, out SlotClaim claim)
    {
        if (format.IsConverted)
        {
            ffmpeg.av_frame_unref(_downloaded);
            Download(_downloaded, frame);
            ffmpeg.av_frame_copy_props(_downloaded, frame);
            return TryConvert(writer, _downloaded, format, TransferPath.HwDownload, ref metadata, out claim);
        }

        // Of the size of the device's surfaces, which may be larger than the frame (hwcontext.h, av_hwframe_transfer_data).
        AVHWFramesContext* surfaces = (AVHWFramesContext*)frame->hw_frames_ctx->data;
        if (!TryClaim(writer, format.Target, surfaces->width, surfaces->height, out PlaneArrangement planes, out claim))
        {
            return false;
        }

        AVFrame* target = _picture.Over(claim.DangerousPointer, planes, format.Target, surfaces->width, surfaces->height);
        try
        {
            Download(target, frame);
        }
        finally
        {
            _picture.Release();
        }

        metadata.CodedWidth = surfaces->width;
        metadata.CodedHeight = surfaces->height;
        Describe(planes, format.Format, surfaces->width, TransferPath.HwDownload, ref metadata);
        return true;
    }

    private static void Download(AVFrame* target, AVFrame* source)
    {
        int result = ffmpeg.av_hwframe_transfer_data(target, source, 0);
        if (result < 0)
        {
            throw new ToolException($"Cannot get a frame from the decoding device: {FFmpegError.Describe(result)}. Use -hwaccel none to decode without it.");
        }
    }

    // FFmpeg gives a palette, which is one row, no stride.
    private static int StrideOf(PixelFormat format, int plane, int width, int stride) =>
        format.Kind == PixelFormatKind.Palette && plane == 1 ? (int)format.RowBytes(plane, width) : stride;

    private static void Describe(in PlaneArrangement planes, PixelFormat format, int width, TransferPath path, scoped ref FrameMetadata metadata)
    {
        for (uint plane = 0; plane < format.PlaneCount; plane++)
        {
            metadata.SetPlane((int)plane, new PlaneLayout(planes.Offsets[plane], StrideOf(format, (int)plane, width, planes.Strides[plane])));
        }

        metadata.BytesUsed = planes.TotalSize;
        metadata.Path = path;
    }

    // A slot for a picture that no decoder writes.
    private bool TryClaim(FrameRingWriter writer, AVPixelFormat format, int width, int height, out PlaneArrangement planes, out SlotClaim claim)
    {
        claim = default;
        if (!PlaneArrangement.TryCreate(null, format, width, height, out planes))
        {
            return false;
        }

        ClaimStatus status = pool.TryClaim(writer, planes.TotalSize, out claim);
        IsTooLarge = status == ClaimStatus.TooLarge;
        return status == ClaimStatus.Ok;
    }
}
