using FFmpeg.AutoGen;
using FrameRing.Writing;

namespace FrameRing.Producer.Decoding;

/// <summary>
/// Keeps a published slot as long as a decoder may still look at it as a reference, or would rewrite it in place. The token is an
/// AVBufferRef of our own: while ours is not the only one, the slot is in use.
/// </summary>
internal sealed unsafe class BufferHold : ISlotHold
{
    /// <inheritdoc/>
    public bool TryRelease(nint token)
    {
        AVBufferRef* buffer = (AVBufferRef*)token;

        // Only we can make another reference out of ours, so a count of one cannot grow behind our back.
        if (ffmpeg.av_buffer_get_ref_count(buffer) != 1)
        {
            return false;
        }

        ffmpeg.av_buffer_unref(&buffer);
        return true;
    }
}
