using FrameRing.Layout;
using FrameRing.Segments;

namespace FrameRing.Reading;

/// <content>Taking one frame, and the next one by the policy.</content>
public sealed unsafe partial class FrameRingReader
{
    private ReadStatus TryReadNext(out FrameView view)
    {
        view = default;
        if (!_segment.TryReadHead(out ulong head))
        {
            return ReadStatus.Corrupt;
        }

        ulong wanted = _next;
        if (_options.Policy == ReadPolicy.Latest && head > wanted)
        {
            wanted = head;
        }

        if (_options.IsLossless && _holder!.IsEvicted)
        {
            return ReadStatus.Evicted;
        }

        ulong lost = 0;
        ReadStatus status = ReadStatus.NotYet;

        // A writer that is faster than this loop would keep it for ever; after some rounds the caller looks at timeout and token.
        for (int round = 0; round < MaxRounds; round++)
        {
            status = TryRead(wanted, lost, out view);
            if (status == ReadStatus.Ok)
            {
                _read++;
                _lost += lost;
                _next = wanted + 1;
                return status;
            }

            if (status == ReadStatus.Corrupt)
            {
                // Damaged for good: the next call goes on behind it.
                _lost += lost + 1;
                _next = wanted + 1;
                return status;
            }

            if (status is not (ReadStatus.Overwritten or ReadStatus.Retired))
            {
                break;
            }

            if (_options.IsLossless && _holder!.IsEvicted)
            {
                return ReadStatus.Evicted;
            }

            // Too late for this one. Go on where there is some room before the writer, not at its heels, or the next one is lost too.
            head = ReadHead();
            ulong resume = Math.Max(wanted + 1, _options.Policy == ReadPolicy.Latest ? head : ResumePosition(head));
            if (_options.Policy == ReadPolicy.Every)
            {
                lost += resume - wanted;
            }

            wanted = resume;
        }

        if (wanted > _next && lost > 0)
        {
            _next = wanted;
            _lost += lost;
        }

        return ReadStatus.NotYet;
    }

    private ReadStatus TryRead(ulong sequence, ulong lost, out FrameView view)
    {
        view = default;
        FrameSegment segment = _segment;
        if (sequence < segment.FirstSequence)
        {
            return ReadStatus.Retired;
        }

        if (sequence > segment.Head.ReadAcquire())
        {
            return ReadStatus.NotYet;
        }

        ulong entry = segment.Index(sequence).ReadAcquire();
        if (IndexEntry.SequenceOf(entry) != sequence)
        {
            return ReadStatus.Overwritten;
        }

        int slot = IndexEntry.SlotOf(entry);
        if (slot >= segment.Geometry.SlotCount)
        {
            return ReadStatus.Corrupt;
        }

        if (!segment.Stamp(slot).IsReady(sequence))
        {
            return ReadStatus.Overwritten;
        }

        FrameMetadata metadata = *segment.Metadata(slot);
        if (!segment.Stamp(slot).StillReady(sequence))
        {
            return ReadStatus.Overwritten;
        }

        // From here on only the private copy counts: it is checked once and never read from shared memory again.
        if (metadata.Sequence != sequence || !FrameGeometry.TryCreate(metadata, segment.Geometry.SlotSize, out FrameGeometry geometry))
        {
            return ReadStatus.Corrupt;
        }

        view = new FrameView(this, segment, slot, metadata, geometry, lost);
        return ReadStatus.Ok;
    }
}
