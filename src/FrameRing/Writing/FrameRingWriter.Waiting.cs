using FrameRing.Layout;
using FrameRing.Waiting;

namespace FrameRing.Writing;

/// <content>Claims that wait for lossless readers.</content>
public sealed partial class FrameRingWriter
{
    // How long a claim sleeps before it looks whether readers have died or been silent for too long.
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(50);

    // Whether the last claim of a source that does not wait found only slots that readers keep.
    private bool _isShort;

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

    /// <summary>The oldest published frame that a living lossless reader has not done with; null if there is none.</summary>
    public ulong? OldestUnread
    {
        get
        {
            lock (_lock)
            {
                if (_disposed || _kept is null)
                {
                    return null;
                }

                _kept.ForgetDead();
                _kept.Look();
                return _kept.SmallestCursor <= _head ? _kept.SmallestCursor : null;
            }
        }
    }

    /// <summary>
    /// Takes a slot to fill, as <see cref="TryClaim"/>, and with <see cref="Delivery.Lossless"/> blocks while readers that must get every
    /// frame need all slots. It does not wait for what no reader can give: a slot that this process itself holds. A reader that
    /// still needs a frame for which claims have waited for <see cref="FrameRingWriterOptions.ReaderTimeout"/> is evicted. Nothing is allocated per frame.
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
    /// As <see cref="TryClaim"/>, for a source that cannot wait, as a camera: never blocks. With <see cref="Delivery.Lossless"/> the time in
    /// which readers kept all slots from it counts as waited for, so that <see cref="FrameRingWriterOptions.ReaderTimeout"/> holds here too.
    /// </summary>
    /// <param name="size">Bytes the frame needs.</param>
    /// <param name="claim">The slot.</param>
    /// <returns>Whether there was one.</returns>
    public ClaimStatus TryClaimLive(long size, out SlotClaim claim)
    {
        ClaimStatus status = TryClaim(size, out claim);
        if (Delivery != Delivery.Lossless || _kept is not { } kept)
        {
            return status;
        }

        lock (_lock)
        {
            bool isShort = status == ClaimStatus.KeptByReaders;
            if (isShort && !_isShort)
            {
                kept.StartWaiting(MonotonicClock.NowNanoseconds);
            }
            else if (!isShort && _isShort)
            {
                kept.StopWaiting();
            }

            _isShort = isShort;
            if (isShort && !_ended)
            {
                EvictSilent(kept);
            }
        }

        return status;
    }

    // A slot that this process gives back, or publishes in, can be what another of its threads waits for. The lock is held.
    private void WakeClaims()
    {
        if (_kept is { IsAnybodyWaiting: true } kept)
        {
            kept.Table.ReleaseWord.RaiseAndWake();
        }
    }

    private ClaimStatus WaitForReaders(long size, CancellationToken cancellationToken, out SlotClaim claim)
    {
        KeptFrames kept = _kept!;
        ReleaseWord word = kept.Table.ReleaseWord;
        long started = MonotonicClock.NowNanoseconds;
        claim = default;
        lock (_lock)
        {
            if (_ended)
            {
                return ClaimStatus.Ended;
            }

            // Another thread may dispose the writer meanwhile; the words stay mapped until this wait is over.
            kept.Table.AddReference();
            kept.Table.WaitingClaims.Enter();
            kept.StartWaiting(MonotonicClock.NowNanoseconds);
            EvictSilent(kept);
            _counters.Waits++;
        }

        try
        {
            while (true)
            {
                // SYNC POINTS J and K: the count is up and the word is read before the look, so that a reader that lets go after the look
                // changes the word, and the sleep does not begin.
                uint seen = word.ReadAcquire();
                ClaimStatus status = TryClaim(size, out claim);
                if (status != ClaimStatus.KeptByReaders || cancellationToken.IsCancellationRequested)
                {
                    return status;
                }

                word.Wait(seen, s_slice);
                lock (_lock)
                {
                    EvictSilent(kept);
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                kept.StopWaiting();
                _counters.WaitNanoseconds += (ulong)(MonotonicClock.NowNanoseconds - started);
            }

            kept.Table.WaitingClaims.Leave();
            kept.Table.Release();
        }
    }

    // Whoever has missed nothing finds every frame from where it stands to the head in a slot of a generation that is still there.
    private void EvictSilent(KeptFrames kept)
    {
        int published = _current.Slots.PublishedCount;
        foreach (WriterGeneration generation in _retired)
        {
            published += generation.Slots.PublishedCount;
        }

        kept.EvictSilent(_options.ReaderTimeout, _head + 1 - (ulong)published, MonotonicClock.NowNanoseconds);
        _counters.Evicted = kept.EvictedCount;
    }
}
