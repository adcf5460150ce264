using FrameRing.Waiting;

namespace FrameRing.Writing;

/// <content>Claims that wait for readers without loss.</content>
public sealed partial class FrameRingWriter
{
    // No frame has that size.
    private const long JustLook = 0;

    // How long a claim sleeps before it looks whether readers have died or been silent for too long.
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(50);

    /// <summary>What this ring does when readers need all its slots.</summary>
    public Delivery Delivery => _options.Delivery;

    /// <summary>Living readers that get every frame (<see cref="Reading.FrameRingReaderOptions.IsLossless"/>).</summary>
    public int LosslessReaders
    {
        get
        {
            lock (_lock)
            {
                return _disposed ? 0 : _kept?.CountLossless() ?? 0;
            }
        }
    }

    /// <summary>
    /// Takes a slot to fill, as <see cref="TryClaim"/>, and with <see cref="Delivery.Lossless"/> blocks while readers that must get every
    /// frame need all slots. It does not wait for what no reader can give: a slot that this process itself holds. A reader that has not
    /// moved for <see cref="FrameRingWriterOptions.ReaderTimeout"/> while a claim waited for it is evicted. Nothing is allocated per frame.
    /// </summary>
    /// <param name="size">Bytes the frame needs.</param>
    /// <param name="cancellationToken">Ends a wait, within 50 ms.</param>
    /// <param name="claim">The slot.</param>
    /// <returns>Whether there was one; <see cref="ClaimStatus.KeptByReaders"/> in a live ring, or if the wait was cancelled.</returns>
    public ClaimStatus Claim(long size, CancellationToken cancellationToken, out SlotClaim claim)
    {
        ClaimStatus status = TryClaim(size, out claim);
        return status == ClaimStatus.KeptByReaders && Delivery == Delivery.Lossless ? WaitForReaders(size, cancellationToken, out claim) : status;
    }

    /// <summary>
    /// To be called before <see cref="End"/> in a ring without loss: blocks until every living reader that must get every frame has come
    /// into the current generation, because what nobody is attached to goes with the writer. Silent ones are evicted meanwhile. Returns at
    /// once in a live ring.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, within 50 ms.</param>
    public void WaitForReadersBehind(CancellationToken cancellationToken)
    {
        if (Delivery == Delivery.Lossless && Look() == ClaimStatus.KeptByReaders)
        {
            WaitForReaders(JustLook, cancellationToken, out _);
        }
    }

    private ClaimStatus Look()
    {
        lock (_lock)
        {
            return _ended ? ClaimStatus.Ended : IsAnybodyBehind() ? ClaimStatus.KeptByReaders : ClaimStatus.Ok;
        }
    }

    // The directory leads to the current generation only. A reader without loss that is still in an older one would never find this one's
    // frames if the next began, or the ring ended, before it has come here. Who has got beyond the first frame has.
    private bool IsAnybodyBehind()
    {
        ulong first = _current.Segment.FirstSequence;
        return first > 1 && _head >= first && _kept is { } kept && kept.IsAnybodyAtOrBefore(first);
    }

    private ClaimStatus WaitForReaders(long size, CancellationToken cancellationToken, out SlotClaim claim)
    {
        KeptFrames kept = _kept!;
        ReleaseWord word = kept.Table.ReleaseWord;

        // Another thread may dispose the writer meanwhile.
        kept.Table.AddReference();
        kept.Table.WaitingClaims.Enter();
        try
        {
            lock (_lock)
            {
                kept.StartWaiting();
            }

            while (true)
            {
                // SYNC POINTS J and K: the count is up and the word is read before the look, so that a reader that lets go after the look
                // changes the word, and the sleep does not begin.
                uint seen = word.ReadAcquire();
                claim = default;
                ClaimStatus status = size == JustLook ? Look() : TryClaim(size, out claim);
                if (status != ClaimStatus.KeptByReaders || cancellationToken.IsCancellationRequested)
                {
                    return status;
                }

                word.Wait(seen, s_slice);
                lock (_lock)
                {
                    _counters.Evicted += (ulong)kept.EvictSilent(_options.ReaderTimeout, _head);
                }
            }
        }
        finally
        {
            kept.Table.WaitingClaims.Leave();
            kept.Table.Release();
        }
    }
}
