using System.ComponentModel;
using System.Runtime.InteropServices;
using FrameRing.SystemV;

namespace FrameRing.Fuzz.Core;

/// <summary>
/// A segment attached read-only between two large stretches of addresses that may not be touched: the first access before or behind
/// the mapping is SIGSEGV, and so the end of the process.
/// </summary>
internal sealed unsafe class GuardedMapping : IDisposable
{
    private const long Guard = 1L << 30;

    private readonly byte* _reserved;
    private readonly nuint _reservedLength;

    /// <summary>Attaches.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="forbiddenTail">Bytes at its end, whole pages, that may not be touched either: the ring's own guard, which would hide an access.</param>
    internal GuardedMapping(SharedMemorySegment segment, long forbiddenTail)
    {
        long length = RoundUp(segment.GetStatus().Size);
        _reservedLength = (nuint)(length + (2 * Guard));
        const int Flags = NativeMethods.MAP_PRIVATE | NativeMethods.MAP_ANONYMOUS | NativeMethods.MAP_NORESERVE;
        _reserved = (byte*)NativeMethods.mmap(null, _reservedLength, NativeMethods.PROT_NONE, Flags, -1, 0);
        ThrowIf(_reserved == (byte*)-1);
        Attachment = segment.Attach(SharedMemoryAttachOptions.ReadOnly | SharedMemoryAttachOptions.Remap, (nint)(_reserved + Guard));
        ThrowIf(forbiddenTail > 0
            && NativeMethods.mprotect(Attachment.DangerousPointer + length - forbiddenTail, (nuint)forbiddenTail, NativeMethods.PROT_NONE) != 0);
    }

    internal SharedMemoryAttachment Attachment { get; }

    internal byte* Start => Attachment.DangerousPointer;

    public void Dispose()
    {
        Attachment.Dispose();
        _ = NativeMethods.munmap(_reserved, _reservedLength);
    }

    private static long RoundUp(long size) => (size + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize;

    private static void ThrowIf(bool failed)
    {
        if (failed)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
