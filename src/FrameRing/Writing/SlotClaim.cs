using FrameRing.Layout;

namespace FrameRing.Writing;

/// <summary>
/// A slot that the holder alone may fill. Exactly one of publish, abandon and detach ends it; disposing it without any of them
/// abandons it, so an exception while filling never publishes half a frame. Cannot be stored; see <see cref="Detach"/>. Do not copy it:
/// a copy does not know that the claim was detached, and disposing that copy abandons it (<c>using (claim)</c> makes one).
/// </summary>
public unsafe ref struct SlotClaim : IDisposable
{
    private readonly FrameRingWriter? _writer;
    private readonly WriterGeneration? _generation;
    private readonly DetachedClaim _claim;
    private bool _open;

    internal SlotClaim(FrameRingWriter writer, WriterGeneration generation, DetachedClaim claim)
    {
        _writer = writer;
        _generation = generation;
        _claim = claim;
        _open = true;
    }

    /// <summary>Number of the slot in its generation.</summary>
    public readonly int Slot => _claim.Slot;

    /// <summary>Number of the slot's generation.</summary>
    public readonly ulong Generation => _claim.Generation;

    /// <summary>Bytes of the slot.</summary>
    public readonly long Size => _generation is null ? 0 : _generation.SlotSize;

    /// <summary>
    /// The slot's bytes, page-aligned; holds what an earlier frame left there. At most 2 GiB - 1 of them. Must not be used once the
    /// claim has ended.
    /// </summary>
    public readonly Span<byte> Data => new(DangerousPointer, (int)Math.Min(Size, int.MaxValue));

    /// <summary>The slot's first byte. Unchecked: nothing stops a caller from writing past <see cref="Size"/> or after the claim has ended.</summary>
    public readonly byte* DangerousPointer => OpenGeneration().Segment.Slot(_claim.Slot);

    /// <summary>Makes the frame visible to all readers. The pixels must be written before, by this thread or by one that handed over to it.</summary>
    /// <param name="metadata">What the frame is; sequence and times are set by the writer.</param>
    /// <returns>
    /// The frame's sequence; 0 if the slot's generation has been retired or the ring has ended meanwhile. Then nothing was published
    /// and the claim stays open: copy the frame into a new slot, if there is one, and dispose this claim.
    /// </returns>
    /// <exception cref="ArgumentException">The metadata do not fit the slot. The claim stays open.</exception>
    public ulong Publish(in FrameMetadata metadata) => Publish(metadata, 0);

    /// <summary>As <see cref="Publish(in FrameMetadata)"/>, and keeps the slot from being used again until the writer's hold gives up a token.</summary>
    /// <param name="metadata">What the frame is.</param>
    /// <param name="holdToken">What <see cref="ISlotHold.TryRelease"/> is asked about; 0 for none.</param>
    /// <returns>The frame's sequence; 0 as above, and then the token was not taken.</returns>
    /// <exception cref="InvalidOperationException">There is a token, but the writer was created without a hold.</exception>
    public ulong Publish(in FrameMetadata metadata, nint holdToken)
    {
        ThrowIfEnded();
        ulong sequence = _writer!.Publish(_generation!, _claim, metadata, holdToken);
        _open = sequence == 0;
        return sequence;
    }

    /// <summary>Gives the slot back; readers never see it.</summary>
    public void Abandon()
    {
        if (_open)
        {
            _open = false;
            _writer!.TryAbandon(_claim);
        }
    }

    /// <summary>Turns the claim into a value that can be stored. It stays claimed until the writer resumes or abandons that value.</summary>
    /// <returns>The value.</returns>
    public DetachedClaim Detach()
    {
        ThrowIfEnded();
        _open = false;
        return _claim;
    }

    /// <summary>Abandons the slot unless it was published or detached. May be called more than once.</summary>
    public void Dispose() => Abandon();

    private readonly WriterGeneration OpenGeneration()
    {
        ThrowIfEnded();
        return _generation!;
    }

    private readonly void ThrowIfEnded()
    {
        if (!_open)
        {
            throw new InvalidOperationException("The claim has ended: it was published, abandoned or detached.");
        }
    }
}
