using System.Runtime.InteropServices;

namespace FFmpeg.AutoGen;

/// <summary>The C function pointer of <see cref="AVCodecContext_get_buffer2"/>. Whoever converts a delegate keeps it alive for as long as C may call it.</summary>
public struct AVCodecContext_get_buffer2_func
{
    public IntPtr Pointer;

    public static implicit operator AVCodecContext_get_buffer2_func(AVCodecContext_get_buffer2? func) =>
        new() { Pointer = func == null ? IntPtr.Zero : Marshal.GetFunctionPointerForDelegate(func) };
}
