using FFmpeg.AutoGen;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Writing;

namespace FrameRing.Producer.Decoding;

/// <summary>Gets a decoded frame into a slot: it lies there already, or is copied once.</summary>
internal sealed unsafe class SlotTransfer(SlotBufferPool pool)
{
    /// <summary>Takes the slot that the decoder wrote into.</summary>
    /// <param name="writer">Where slots come from.</param>
    /// <param name="frame">The decoded frame.</param>
    /// <param name="metadata">Gets the planes' places.</param>
    /// <param name="claim">The slot.</param>
    /// <param name="holdToken">A reference to the buffer, to be published with the frame.</param>
    /// <returns>False if the frame is in a buffer of FFmpeg's own, or its slot was published before.</returns>
    internal bool TryTake(FrameRingWriter writer, AVFrame* frame, scoped ref FrameMetadata metadata, out SlotClaim claim, out nint holdToken)
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
            metadata.SetPlane((int)plane, new PlaneLayout(frame->data[plane] - slot, frame->linesize[plane]));
        }

        metadata.BytesUsed = claim.Size;
        metadata.Path = TransferPath.Direct;
        holdToken = (nint)ffmpeg.av_buffer_ref(frame->buf[0]);
        return true;
    }

    /// <summary>Copies the frame into a slot of its own.</summary>
    /// <param name="writer">Where slots come from.</param>
    /// <param name="frame">The decoded frame.</param>
    /// <param name="format">Its pixel format.</param>
    /// <param name="metadata">Gets the planes' places.</param>
    /// <param name="claim">The slot.</param>
    /// <returns>False if no slot is free.</returns>
    internal bool TryCopy(FrameRingWriter writer, AVFrame* frame, PixelFormat format, scoped ref FrameMetadata metadata, out SlotClaim claim)
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

            metadata.SetPlane((int)plane, new PlaneLayout(planes.Offsets[plane], format.Kind == PixelFormatKind.Palette && plane == 1 ? (int)rowBytes : planes.Strides[plane]));
        }

        metadata.BytesUsed = planes.TotalSize;
        metadata.Path = TransferPath.Copied;
        return true;
    }

    // A slot for a picture that no decoder writes; where the slots are too small, a larger generation is begun.
    private static bool TryClaim(FrameRingWriter writer, AVPixelFormat format, int width, int height, out PlaneArrangement planes, out SlotClaim claim)
    {
        claim = default;
        if (!PlaneArrangement.TryCreate(null, format, width, height, out planes))
        {
            return false;
        }

        ClaimStatus status = writer.TryClaim(planes.TotalSize, out claim);
        if (status == ClaimStatus.TooLarge)
        {
            writer.PrepareGeneration(writer.SlotCount, planes.TotalSize);
            status = writer.TryClaim(planes.TotalSize, out claim);
        }

        return status == ClaimStatus.Ok;
    }
}
