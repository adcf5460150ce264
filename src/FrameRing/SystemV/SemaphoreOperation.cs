using System.Runtime.InteropServices;
using FrameRing.Interop;

namespace FrameRing.SystemV;

/// <summary>
/// One operation on one semaphore of a set: struct sembuf of semop(2). A plain value of 6 bytes, laid out as the kernel wants it, so
/// that an array of them goes there without a copy.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SemaphoreOperation
{
    private readonly Sem.sembuf _native;

    /// <summary>Describes an operation. Nothing happens before <see cref="SemaphoreSet.TryOperate"/>.</summary>
    /// <param name="index">Semaphore in the set, from 0 to 65535.</param>
    /// <param name="change">Above 0: adds. Below 0: waits until the value is at least as large, then subtracts. 0: waits for the value 0.</param>
    /// <param name="options">Flags.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index does not fit 16 bits.</exception>
    public SemaphoreOperation(int index, short change, SemaphoreOperationOptions options = SemaphoreOperationOptions.None)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, ushort.MaxValue);
        _native = new Sem.sembuf { sem_num = (ushort)index, sem_op = change, sem_flg = (short)options };
    }

    /// <summary>Semaphore in the set, from 0.</summary>
    public int Index => _native.sem_num;

    /// <summary>What is added to the value; 0 waits for the value 0.</summary>
    public short Change => _native.sem_op;

    /// <summary>Flags.</summary>
    public SemaphoreOperationOptions Options => (SemaphoreOperationOptions)_native.sem_flg;
}
