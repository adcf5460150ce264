using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using FrameRing.Layout;

namespace FrameRing.Reading;

/// <summary>
/// A frame that the producer leaves alone until the lease is given back by <see cref="Dispose"/>, or taken back because the producer has
/// had no other slot for too long. A plain value that can be stored and carried across an await; copies are the same lease. May be used
/// and given back on any thread, by one at a time. Outlives its reader: the memory stays mapped, but from the reader's disposal on the
/// producer may use the slot.
/// </summary>
public readonly struct FrameLease : IDisposable, IEquatable<FrameLease>
{
    private readonly LeaseRecord? _record;
    private readonly uint _ticket;

    internal FrameLease(LeaseRecord record)
    {
        _record = record;
        _ticket = record.Call;
    }

    /// <summary>The frame's number.</summary>
    public ulong Sequence => Current.Metadata.Sequence;

    /// <summary>What the frame is: a private copy.</summary>
    [UnscopedRef]
    public ref readonly FrameMetadata Metadata => ref Current.Metadata;

    /// <summary>The frame as a view, for everything that reads frames. Valid until the lease is given back.</summary>
    public FrameView View => Current.View;

    /// <summary>
    /// The bytes of a plane, for code that takes memory and not spans. Allocates one small object per call. After the lease was given back
    /// every access throws; what already has a span from it must be done before. Read-only: a write is SIGSEGV.
    /// </summary>
    /// <param name="plane">0 to the number of planes - 1.</param>
    /// <returns>The pixels themselves, not a copy, from the plane's lowest address to its highest.</returns>
    public ReadOnlyMemory<byte> GetPlaneMemory(int plane) => new LeasedMemory(Current, _ticket, plane).Memory;

    /// <summary>Says whether everything read so far was this frame.</summary>
    /// <returns><see cref="ReadStatus.Ok"/>, or <see cref="ReadStatus.Revoked"/> if the producer has taken the slot back.</returns>
    public ReadStatus Validate() => Current.View.Validate();

    /// <summary>Gives the slot back to the producer. May be called more than once.</summary>
    public void Dispose() => _record?.GiveBack(_ticket);

    /// <summary>Whether both are the same lease.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>True if so.</returns>
    public bool Equals(FrameLease other) => ReferenceEquals(_record, other._record) && _ticket == other._ticket;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FrameLease other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_record, _ticket);

    /// <summary>Whether both are the same lease.</summary>
    public static bool operator ==(FrameLease left, FrameLease right) => left.Equals(right);

    /// <summary>Whether they are different leases.</summary>
    public static bool operator !=(FrameLease left, FrameLease right) => !left.Equals(right);

    private LeaseRecord Current =>
        _record is not null && _record.IsCurrent(_ticket)
            ? _record
            : throw new InvalidOperationException("The lease was given back.");

    private sealed unsafe class LeasedMemory(LeaseRecord record, uint ticket, int plane) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan()
        {
            if (!record.IsCurrent(ticket))
            {
                throw new ObjectDisposedException(nameof(FrameLease));
            }

            ReadOnlySpan<byte> bytes = record.View.GetPlane(plane);
            fixed (byte* first = bytes)
            {
                return new Span<byte>(first, bytes.Length);
            }
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            fixed (byte* first = GetSpan()[elementIndex..])
            {
                return new MemoryHandle(first, pinnable: this);
            }
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
