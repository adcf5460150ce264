using FrameRing.Faults;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Segments;
using FrameRing.Waiting;

namespace FrameRing.Writing;

/// <content>Publication: the order of the stores that readers rely on.</content>
public sealed unsafe partial class FrameRingWriter
{
    internal ulong Publish(WriterGeneration generation, DetachedClaim claim, in FrameMetadata metadata, nint holdToken)
    {
        FrameMetadata described = metadata;
        if (described.Crop == default)
        {
            // Nothing said: the whole picture. Readers are always told a rectangle.
            described.Crop = new CropRectangle(0, 0, described.CodedWidth, described.CodedHeight);
        }

        if (!FrameGeometry.TryCreate(described, generation.SlotSize, out _))
        {
            throw new ArgumentException("The metadata name planes, sizes or a crop rectangle that do not fit the slot.", nameof(metadata));
        }

        if (holdToken != 0 && _options.Hold is null)
        {
            throw new InvalidOperationException("The frame is published with a hold token, but FrameRingWriterOptions.Hold says nobody who could be asked for it.");
        }

        WakeWord wakeWord;
        ulong sequence;
        lock (_lock)
        {
            if (!generation.Slots.IsClaimed(claim.Slot, claim.Epoch))
            {
                throw new InvalidOperationException("The claim has ended: it was published or given back.");
            }

            if (_ended || _isReplaced)
            {
                // The ring ended while the slot was being filled, as on Ctrl-C.
                return 0;
            }

            if (generation == _prepared)
            {
                // A change of the entry, which can be another producer's by now.
                if (IsReplaced())
                {
                    return 0;
                }

                SwitchTo(generation);
            }
            else if (generation != _current)
            {
                // Retired between claim and publication. Going back to it would take the numbers back and unmap what is in use.
                return 0;
            }

            sequence = _head + 1;
            _directory.ReservedSequence.Cover(sequence);
            FrameSegment segment = generation.Segment;
            FrameMetadata* shared = segment.Metadata(claim.Slot);
            *shared = described;
            shared->Sequence = sequence;
            shared->PublishTime = MonotonicClock.NowNanoseconds;
            shared->WallClockOffset = SampleWallClock(shared->PublishTime);
            Count(metadata.Path);

            FaultPoint.Reach(FaultStep.PublishDescribed);
            segment.Stamp(claim.Slot).PublishReady(sequence);
            FaultPoint.Reach(FaultStep.PublishStamped);
            segment.Index(sequence).WriteRelease(sequence, claim.Slot);
            FaultPoint.Reach(FaultStep.PublishIndexed);
            segment.Head.AdvanceRelease(sequence);
            FaultPoint.Reach(FaultStep.PublishHeadMoved);
            wakeWord = segment.WakeWord;
            wakeWord.Raise();
            FaultPoint.Reach(FaultStep.PublishRaised);
            _head = sequence;
            generation.Slots.MarkPublished(claim.Slot, sequence, holdToken);

            // Under the lock: it writes into the lease segment, which another thread's disposal detaches.
            WakeClaims();
        }

        // Of this address the kernel only takes the number, so it may be unmapped by now.
        wakeWord.WakeAll();
        return sequence;
    }

    // The wall clock is asked once a second: it jumps rarely, and the question costs as much as the rest of a publication.
    private long SampleWallClock(long now)
    {
        if (_wallClockSampled == 0 || now - _wallClockSampled > 1_000_000_000)
        {
            _wallClockSampled = now;
            _wallClockOffset = MonotonicClock.WallClockOffsetNanoseconds;
        }

        return _wallClockOffset;
    }

    private void Count(TransferPath path)
    {
        _counters.Published++;
        switch (path)
        {
            case TransferPath.Direct:
                _counters.Direct++;
                break;
            case TransferPath.Copied:
                _counters.Copied++;
                break;
            default:
                _counters.HwDownloaded++;
                break;
        }

        ShowCounters();
    }

    private void ShowCountersUnlessDisposed()
    {
        if (!_disposed)
        {
            ShowCounters();
        }
    }

    private void ShowCounters() => *_current.Segment.Counters = _counters;
}
