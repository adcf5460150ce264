using FrameRing.Layout;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Waiting;

namespace FrameRing.Inspection;

/// <summary>Reads the facts of a frame segment for display.</summary>
internal static unsafe class RingSegmentInspector
{
    internal static RingSegmentInfo? TryDescribe(RingDirectory directory, in DirectoryEntry entry, bool isWriterAlive)
    {
        try
        {
            SharedMemorySegment shared = new(entry.FrameSegmentId);
            if (!shared.TryAttach(SharedMemoryAttachOptions.ReadOnly, out SharedMemoryAttachment? attachment))
            {
                return null;
            }

            using (attachment)
            {
                directory.ThrowIfOfAnother($"Look at ring '{directory.Name}'", shared);
                FrameSegment? segment = FrameSegment.Open(entry.FrameSegmentId, attachment!, entry.Token, directory.Name);
                return segment is null || !segment.TryReadHead(out ulong head) ? null : Describe(segment, head, shared.GetAttachCount() - 1 - (isWriterAlive ? 1 : 0));
            }
        }
        catch (FrameRingException)
        {
            // No permission, or gone while we looked: the directory's facts are shown without the segment's.
            return null;
        }
    }

    internal static RingSegmentInfo Describe(FrameSegment segment, ulong head, long readers)
    {
        ulong slots = (ulong)segment.Geometry.SlotCount;
        ulong oldest = 0;
        ulong count = 0;
        FrameMetadata first = default;
        FrameMetadata newest = default;
        for (ulong sequence = Math.Max(segment.FirstSequence, head > slots ? head - slots + 1 : 1); sequence <= head; sequence++)
        {
            if (TryCopy(segment, sequence, out FrameMetadata metadata))
            {
                if (oldest == 0)
                {
                    (oldest, first) = (sequence, metadata);
                }

                newest = metadata;
                count++;
            }
        }

        long span = newest.PublishTime - first.PublishTime;
        RingCounters counters = *segment.Counters;
        return new RingSegmentInfo
        {
            SegmentId = segment.Id,
            SegmentSize = segment.Length,
            SlotCount = segment.Geometry.SlotCount,
            SlotSize = segment.Geometry.SlotSize,
            PageTier = segment.PageTier,
            Readers = (int)Math.Max(0, readers),
            SourceState = segment.SourceState,
            SourceName = segment.SourceName,
            Head = head,
            OldestSequence = oldest,
            Statistics = counters.ToStatistics(),
            NewestFrame = count > 0 ? newest : null,
            NewestAge = count > 0 ? TimeSpan.FromMicroseconds((MonotonicClock.NowNanoseconds - newest.PublishTime) / 1000.0) : null,
            FramesPerSecond = count > 1 && span > 0 ? (newest.Sequence - first.Sequence) * 1e9 / span : null,
        };
    }

    private static bool TryCopy(FrameSegment segment, ulong sequence, out FrameMetadata metadata)
    {
        metadata = default;
        ulong entry = segment.Index(sequence).ReadAcquire();
        int slot = IndexEntry.SlotOf(entry);
        if (IndexEntry.SequenceOf(entry) != sequence || slot >= segment.Geometry.SlotCount || !segment.Stamp(slot).IsReady(sequence))
        {
            return false;
        }

        metadata = *segment.Metadata(slot);
        return segment.Stamp(slot).StillReady(sequence) && metadata.Sequence == sequence;
    }
}
