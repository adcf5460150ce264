using FrameRing.Fuzz.Core;
using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Reading;
using FrameRing.Segments;

namespace FrameRing.Fuzz.Targets;

/// <summary>
/// Makes readers on one mapping between guards and reads with each. The readers are not disposed: the mapping would go with the first
/// one. They hold nothing else but the directory, which all share.
/// </summary>
internal sealed unsafe class GuardedReaders : IDisposable
{
    private static readonly StartPosition[] s_starts = [StartPosition.Oldest, StartPosition.Newest, StartPosition.Next, StartPosition.At(7), StartPosition.At(StartPosition.MaxSequence)];

    private readonly SampleRing _ring;
    private readonly GuardedMapping _mapping;
    private readonly RingDirectory _directory;
    private readonly FrameSegment _opened;

    internal GuardedReaders(SampleRing ring, long forbiddenTail)
    {
        _ring = ring;
        _mapping = new GuardedMapping(ring.Segment, forbiddenTail);
        _directory = RingDirectory.TryOpen(ring.Name, [])!;
        _opened = Open()!;
    }

    internal delegate void Handler(scoped in FrameView view);

    /// <summary>Makes a reader on a segment that is opened now, or was while all was well.</summary>
    internal FrameRingReader? TryCreate(FuzzRandom random, Outcomes outcomes, bool opensNow, out SegmentGeometry geometry)
    {
        geometry = default;
        FrameSegment? segment = opensNow ? Open() : _opened;
        if (segment is null)
        {
            outcomes.Count("not this segment");
            return null;
        }

        geometry = segment.Geometry;
        FrameRingReaderOptions options = new()
        {
            Start = random.OneIn(2) ? StartPosition.Oldest : random.Of<StartPosition>(s_starts),
            Policy = random.OneIn(4) ? ReadPolicy.Latest : ReadPolicy.Every,
        };
        return new FrameRingReader(_ring.Name, options, _directory, _ring.Entry, segment);
    }

    internal void Use(FuzzRandom random, Outcomes outcomes, Handler? handler = null, bool opensNow = true)
    {
        if (TryCreate(random, outcomes, opensNow, out SegmentGeometry geometry) is not { } reader)
        {
            return;
        }

        ViewProbe.Sink((long)reader.Head + (long)reader.Generation + reader.SlotCount);
        for (int i = 0; i < 4; i++)
        {
            Look(reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView next), next, null, geometry, outcomes, handler);
        }

        for (int i = 0; i < 4; i++)
        {
            ulong sequence = random.OneIn(8) ? random.Next() : (ulong)random.Between(0, SampleRing.Frames + 4);
            Look(reader.TryRead(sequence, out FrameView view), view, sequence, geometry, outcomes, handler);
        }

        if (random.OneIn(64))
        {
            // Inspection goes another way to the same frames.
            FrameSegment? segment = opensNow ? Open() : _opened;
            if (segment is not null && segment.TryReadHead(out ulong head))
            {
                RingSegmentInfo info = RingSegmentInspector.Describe(segment, head, 0);
                FuzzViolation.Require(info.OldestSequence <= info.Head && info.Readers >= 0, "an inspection contradicts itself");
            }
        }
    }

    public void Dispose()
    {
        _directory.Dispose();
        _mapping.Dispose();
    }

    private FrameSegment? Open() => FrameSegment.Open(_ring.Segment.Id, _mapping.Attachment, _ring.Entry.Token, _ring.Name);

    private void Look(ReadStatus status, scoped in FrameView view, ulong? sequence, in SegmentGeometry geometry, Outcomes outcomes, Handler? handler)
    {
        FuzzViolation.Require(Enum.IsDefined(status), $"status {status}");
        outcomes.Count(status);
        if (status == ReadStatus.Ok)
        {
            ViewProbe.Touch(view, sequence, _mapping.Start, geometry);
            handler?.Invoke(view);
            outcomes.Count(view.Validate() == ReadStatus.Ok ? "valid afterwards" : "overwritten while in use");
        }
    }
}
