using FrameRing.Fuzz.Core;
using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Reading;

namespace FrameRing.Fuzz.Targets;

/// <summary>One reader's life on a leased ring. What it is told to be good must be the frame, to the last byte.</summary>
internal sealed unsafe class LeaseUse(LeasedRing ring, FuzzRandom random, Outcomes outcomes)
{
    private static readonly StartPosition[] s_starts = [StartPosition.Oldest, StartPosition.Newest, StartPosition.Next, StartPosition.At(7), StartPosition.At(StartPosition.MaxSequence)];

    private readonly List<FrameLease> _leases = [];
    private FrameRingReader? _reader;

    /// <summary>Attaches with what a reader can ask for.</summary>
    /// <param name="isWhole">Whether what leads to the leases is as its producer left it: then it must be given.</param>
    internal void Attach(bool isWhole)
    {
        bool isLossless = random.OneIn(2);
        FrameRingReaderOptions options = new() { Start = random.Of<StartPosition>(s_starts), Leases = !isLossless || random.OneIn(2), IsLossless = isLossless };
        try
        {
            AttachStatus status = FrameRingReader.TryAttach(ring.Ring.Name, options, TimeSpan.Zero, CancellationToken.None, out _reader);
            outcomes.Count(status);
            FuzzViolation.Require(status == AttachStatus.Ok || !isWhole, $"a living ring: {status}");
        }
        catch (FrameRingException e)
        {
            outcomes.Count(e);
            FuzzViolation.Require(!isWhole || (isLossless && !ring.IsLossless && e.Error == FrameRingError.NotOffered), $"leases were refused: {e.Message}");
        }
    }

    internal void Step()
    {
        try
        {
            switch (random.Below(16))
            {
                case < 7:
                    Read();
                    break;
                case < 9:
                    Look();
                    break;
                case 9 when _leases.Count > 0:
                    int which = random.Below(_leases.Count);
                    _leases[which].Dispose();
                    _leases.RemoveAt(which);
                    break;
                case 10 when random.OneIn(4):
                    outcomes.Count(RingCatalog.TryGet(ring.Ring.Name, out RingInfo? info) ? "seen" : "not seen");
                    FuzzViolation.Require(info?.Leases is not { } leases || leases.Holders.Count <= LeaseGeometry.EntryCount, "more holders than entries");
                    break;
                default:
                    ring.Publish(random, outcomes, waits: false);
                    break;
            }
        }
        catch (FrameRingException e)
        {
            outcomes.Count(e);
        }
    }

    internal void End()
    {
        if (random.OneIn(2))
        {
            _reader?.Dispose();
            Look();
        }

        foreach (FrameLease lease in _leases)
        {
            lease.Dispose();
            lease.Dispose();
        }

        _reader?.Dispose();
    }

    private void Read()
    {
        if (_reader is null)
        {
            return;
        }

        ReadStatus status = _reader.WaitNext(random.OneIn(32) ? TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, CancellationToken.None, out FrameView view);
        FuzzViolation.Require(Enum.IsDefined(status), $"status {status}");
        outcomes.Count(status);
        if (status == ReadStatus.Ok)
        {
            SegmentGeometry.TryCreate(_reader.SlotCount, _reader.SlotSize, out SegmentGeometry geometry);
            ViewProbe.Touch(view, null, null, geometry);
            Lease(view);
            Check(view);
        }
    }

    private void Lease(scoped in FrameView view)
    {
        try
        {
            ReadStatus status = _reader!.TryLease(view, out FrameLease lease);
            outcomes.Count(status);
            if (status == ReadStatus.Ok)
            {
                _leases.Add(lease);
            }

            // A table that is written all over may say that the reader was given up.
            bool isKnown = status is ReadStatus.Ok or ReadStatus.Overwritten or ReadStatus.TooManyLeases or ReadStatus.Evicted;
            FuzzViolation.Require(isKnown && _leases.Count <= FrameRingReader.MaxLeases, $"{_leases.Count} leases: {status}");
        }
        catch (InvalidOperationException)
        {
            outcomes.Count("asked for no leases");
        }
    }

    private void Look()
    {
        foreach (FrameLease lease in _leases)
        {
            Check(lease.View);
        }
    }

    private void Check(scoped in FrameView view)
    {
        bool isWhole = !view.GetPlane(0).ContainsAnyExcept((byte)view.Sequence);
        ReadStatus status = view.Validate();
        outcomes.Count(status == ReadStatus.Ok ? "valid afterwards" : status == ReadStatus.Revoked ? "taken back while in use" : "overwritten while in use");
        FuzzViolation.Require(isWhole || status != ReadStatus.Ok, $"frame {view.Sequence} is torn and told to be good");
    }
}
