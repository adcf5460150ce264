using System.Runtime.InteropServices;
using FrameRing.Interop;

namespace FrameRing.SystemV;

/// <summary>
/// One mapping of a segment into this process. Owns it: detached (shmdt(2)) when disposed, at the latest by the finalizer of
/// <see cref="SafeHandle"/>. Whoever keeps a pointer into it must keep this object alive and not dispose it.
/// </summary>
public sealed unsafe class SharedMemoryAttachment : SafeHandle
{
    internal SharedMemoryAttachment(void* address, long length, bool isReadOnly)
        : base(-1, ownsHandle: true)
    {
        SetHandle((nint)address);
        Length = length;
        IsReadOnly = isReadOnly;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == -1;

    /// <summary>Bytes that are mapped: the segment's size as it was asked for. The kernel maps whole pages.</summary>
    public long Length { get; }

    /// <summary>True if a write is SIGSEGV.</summary>
    public bool IsReadOnly { get; }

    /// <summary>The first byte. Unchecked: nothing stops a caller from going past <see cref="Length"/> or using it after disposal.</summary>
    public byte* DangerousPointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (byte*)handle;
        }
    }

    /// <summary>A part of the mapping. Valid until disposal; writing through it is SIGSEGV if the mapping is read-only.</summary>
    /// <param name="offset">Bytes from the start.</param>
    /// <param name="length">Bytes of the part.</param>
    /// <returns>The bytes themselves, not a copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the mapping.</exception>
    public Span<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        return new Span<byte>(DangerousPointer + offset, length);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Shm.shmdt((void*)handle) == 0;
}
