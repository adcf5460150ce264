using System.Runtime.InteropServices;

namespace FFmpeg.AutoGen;

/// <summary>The C function pointer of <see cref="AVIOInterruptCB_callback"/>. Whoever converts a delegate keeps it alive for as long as C may call it.</summary>
public struct AVIOInterruptCB_callback_func
{
    public IntPtr Pointer;

    public static implicit operator AVIOInterruptCB_callback_func(AVIOInterruptCB_callback? func) =>
        new() { Pointer = func == null ? IntPtr.Zero : Marshal.GetFunctionPointerForDelegate(func) };
}
