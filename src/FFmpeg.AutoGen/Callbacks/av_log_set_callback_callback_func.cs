using System.Runtime.InteropServices;

namespace FFmpeg.AutoGen;

/// <summary>The C function pointer of <see cref="av_log_set_callback_callback"/>. Whoever converts a delegate keeps it alive for as long as C may call it.</summary>
public struct av_log_set_callback_callback_func
{
    public IntPtr Pointer;

    public static implicit operator av_log_set_callback_callback_func(av_log_set_callback_callback? func) =>
        new() { Pointer = func == null ? IntPtr.Zero : Marshal.GetFunctionPointerForDelegate(func) };
}
