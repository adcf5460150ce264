using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FFmpeg.AutoGen;

namespace FrameRing.Media.Frames;

/// <summary>Memory that is not FFmpeg's as an AVBufferRef, which frees nothing: without one FFmpeg copies a frame before it works on it.</summary>
public static unsafe class BorrowedBuffer
{
    /// <summary>Makes the reference. It goes back with the frame that it is put into.</summary>
    /// <param name="data">The memory; stays the caller's, and is there until FFmpeg has given the reference back.</param>
    /// <param name="size">Its bytes.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="OutOfMemoryException">FFmpeg has no memory for it.</exception>
    public static AVBufferRef* Create(byte* data, ulong size)
    {
        AVBufferRef* buffer = ffmpeg.av_buffer_create(
            data,
            size,
            new av_buffer_create_free_func { Pointer = (nint)(delegate* unmanaged[Cdecl]<void*, byte*, void>)&LeaveAlone },
            null,
            0);
        return buffer != null ? buffer : throw new OutOfMemoryException("FFmpeg has no memory left for a buffer reference.");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void LeaveAlone(void* opaque, byte* data)
    {
    }
}
