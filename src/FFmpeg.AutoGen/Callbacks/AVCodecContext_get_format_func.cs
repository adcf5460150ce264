using System.Runtime.InteropServices;

namespace FFmpeg.AutoGen;

/// <summary>The C function pointer of <see cref="AVCodecContext_get_format"/>. Whoever converts a delegate keeps it alive for as long as C may call it.</summary>
public struct AVCodecContext_get_format_func
{
    public IntPtr Pointer;

    public static implicit operator AVCodecContext_get_format_func(AVCodecContext_get_format? func) =>
        new() { Pointer = func == null ? IntPtr.Zero : Marshal.GetFunctionPointerForDelegate(func) };
}
