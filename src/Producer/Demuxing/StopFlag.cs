using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FFmpeg.AutoGen;

namespace FrameRing.Producer.Demuxing;

/// <summary>A stop token as FFmpeg asks for it while it waits for a network: a flag in memory of its own, without managed code behind it that could move.</summary>
internal sealed unsafe class StopFlag : IDisposable
{
    private readonly CancellationTokenRegistration _registration;
    private int* _flag;

    internal StopFlag(CancellationToken stop)
    {
        _flag = (int*)NativeMemory.AllocZeroed(sizeof(int));
        int* flag = _flag;
        _registration = stop.Register(() => Volatile.Write(ref *flag, 1));
    }

    /// <summary>To be set on a format context before it is opened. The context must be closed before this is disposed.</summary>
    internal AVIOInterruptCB Callback => new()
    {
        callback = new AVIOInterruptCB_callback_func { Pointer = (nint)(delegate* unmanaged[Cdecl]<void*, int>)&IsRaised },
        opaque = _flag,
    };

    public void Dispose()
    {
        // Waits for a callback of the token that is under way.
        _registration.Dispose();
        NativeMemory.Free(_flag);
        _flag = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int IsRaised(void* flag) => Volatile.Read(ref *(int*)flag);
}
