using FrameRing.Fuzz.Core;
using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Reading;
using FrameRing.Segments;

namespace FrameRing.Fuzz.Targets;

/// <summary>All ways by which a name or a directory leads to a ring.</summary>
internal static unsafe class DirectoryUse
{
    internal static void Any(SampleRing ring, FuzzRandom random, Outcomes outcomes)
    {
        try
        {
            switch (random.Below(16))
            {
                case < 8:
                    Attach(ring, outcomes);
                    break;
                case < 12:
                    outcomes.Count(RingCatalog.TryGet(ring.Name, out RingInfo? info) ? "seen" : "not seen");
                    Check(info);
                    break;
                case < 14:
                    using (RingDirectory? directory = RingDirectory.TryOpenById(ring.Page.Id))
                    {
                        outcomes.Count(directory is null ? "no directory" : "directory");
                    }

                    break;
                case 14:
                    // Its writer lives, so it must stay, whatever the page says.
                    RemovalStatus status = RingCatalog.Remove(ring.Name, force: false);
                    FuzzViolation.Require(status == RemovalStatus.WriterActive, $"the living ring's removal: {status}");
                    outcomes.Count(status);
                    break;
                default:
                    foreach (RingInfo each in RingCatalog.List())
                    {
                        Check(each);
                    }

                    outcomes.Count("listed");
                    break;
            }
        }
        catch (FrameRingException e)
        {
            outcomes.Count(e);
        }
    }

    internal static void Attach(SampleRing ring, Outcomes outcomes)
    {
        AttachStatus status = FrameRingReader.TryAttach(ring.Name, new FrameRingReaderOptions { Start = StartPosition.Oldest }, TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader);
        outcomes.Count(status);
        FuzzViolation.Require((status == AttachStatus.Ok) == (reader is not null), $"{status} and {(reader is null ? "no" : "a")} reader");
        using (reader)
        {
            Read(reader, outcomes);
        }
    }

    internal static void Read(FrameRingReader? reader, Outcomes outcomes)
    {
        for (int i = 0; reader is not null && i < 3; i++)
        {
            ReadStatus read = reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view);
            outcomes.Count(read);
            if (read == ReadStatus.Ok)
            {
                SegmentGeometry.TryCreate(reader.SlotCount, reader.SlotSize, out SegmentGeometry geometry);
                ViewProbe.Touch(view, null, null, geometry);
            }
        }
    }

    private static void Check(RingInfo? info)
    {
        if (info is not null)
        {
            FuzzViolation.Require(RingName.TryValidate(info.Name, out _), $"a ring called '{info.Name}'");
            FuzzViolation.Require(Enum.IsDefined(info.State), $"state {info.State}");
            FuzzViolation.Require(info.Segment is null || info.Segment.OldestSequence <= info.Segment.Head, "the oldest frame is newer than the newest");
        }
    }
}
