using System.Runtime.InteropServices;

namespace FFmpeg.AutoGen;

/// <summary>The C function pointer of <see cref="av_buffer_create_free"/>. Whoever converts a delegate keeps it alive for as long as C may call it.</summary>
public struct av_buffer_create_free_func
{
    public IntPtr Pointer;

    public static implicit operator av_buffer_create_free_func(av_buffer_create_free? func) =>
        new() { Pointer = func == null ? IntPtr.Zero : Marshal.GetFunctionPointerForDelegate(func) };
}
