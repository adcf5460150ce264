using FrameRing.Faults;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Segments;
using FrameRing.SystemV;

namespace FrameRing.Writing;

/// <content>From one generation to the next, and the end of those that are over.</content>
public sealed unsafe partial class FrameRingWriter
{
    private readonly Lock _preparing = new();
    private ulong _lastGeneration;
    private bool _isReleasing;

    // Segments of retired generations that this process has detached from; the kernel keeps them while readers are in them.
    private readonly List<int> _leftSegments = [];

    /// <summary>
    /// Creates the next segment ahead, for frames that are too large for the current one. Claims of such frames go there; the first
    /// publication in it retires the current generation, and readers move over when they have read the old one to its end. Does
    /// nothing if there are slots of that size already, in the current or in a prepared generation. Blocks the caller while the memory
    /// is touched, and nobody else: other threads go on claiming and publishing.
    /// </summary>
    /// <param name="slotCount">Number of slots.</param>
    /// <param name="slotSize">Bytes of the largest frame.</param>
    /// <exception cref="FrameRingException">Memory is missing or a limit is too low; what was there before stays as it was.</exception>
    public void PrepareGeneration(int slotCount, long slotSize)
    {
        SegmentGeometry geometry = CheckGeometry($"Start a new generation of ring '{Name}'", slotCount, slotSize);
        lock (_preparing)
        {
            ulong number;
            ulong firstSequence;
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_ended, this);
                if (_current.SlotSize >= slotSize || _prepared?.SlotSize >= slotSize)
                {
                    return;
                }

                // The sequence is set anew when the generation begins.
                number = _lastGeneration + 1;
                firstSequence = _head + 1;
            }

            WriterGeneration next = CreateGeneration(_options, _group, geometry, number, firstSequence, _kept);

            // Never given twice from here on: a claim names its generation by the number.
            _lastGeneration = number;
            lock (_lock)
            {
                if (_ended)
                {
                    next.Dispose();
                    ObjectDisposedException.ThrowIf(_ended, this);
                }

                // A prepared one that is too small was never published in; it lives on until its claims are given back.
                if (_prepared is not null)
                {
                    _retired.Add(_prepared);
                }

                _prepared = next;
            }
        }
    }

    private static WriterGeneration CreateGeneration(FrameRingWriterOptions options, uint? group, SegmentGeometry geometry, ulong number, ulong firstSequence, KeptFrames? kept)
    {
        (int id, SharedMemoryAttachment attachment, PageReport report) = SegmentAllocator.Allocate(options.Name, geometry.TotalSize, options.HugePages, options.Mode, group);
        FrameSegment segment = FrameSegment.Initialize(id, attachment, geometry, options.Name, number, firstSequence, report.Tier);
        FaultPoint.Reach(FaultStep.StartSegmentFilled);
        return new WriterGeneration(segment, report, new SlotTaker(segment, kept, options.LeaseTimeout));
    }

    private void SwitchTo(WriterGeneration next)
    {
        WriterGeneration old = _current;
        _current = next;
        _prepared = null;
        _generations++;
        _retired.Add(old);

        // The sequence at which a prepared generation begins is only known now.
        next.Segment.StartAt(_head + 1);
        next.Segment.SourceState = old.Segment.SourceState;
        next.Segment.SourceName = _options.SourceName;
        next.Segment.IsFilledByDevice = _options.IsFilledByDevice;
        next.Segment.State.WriteRelease(GenerationState.Live);
        FaultPoint.Reach(FaultStep.RetireNextLive);
        WriteEntry(next, GenerationState.Live);
        FaultPoint.Reach(FaultStep.RetireEntryWritten);

        // The directory and the link first, then the state: a reader that sees Retired finds the next generation at once.
        old.LastSequence = _head;
        old.Segment.Next = (next.Segment.Id, next.Segment.Token);
        old.Segment.State.WriteRelease(GenerationState.Retired);
        FaultPoint.Reach(FaultStep.RetireStateWritten);
        old.Segment.WakeWord.Raise();
        old.Segment.WakeWord.WakeAll();
    }

    private void ReleaseRetired()
    {
        // A hold that is asked for its token may give claims back, which leads here again.
        if (_isReleasing)
        {
            return;
        }

        _isReleasing = true;
        if (_retired.Count > 0 && !_disposed && _kept is not null)
        {
            _kept.ForgetDead();
            _kept.Look();
        }

        for (int i = _retired.Count - 1; i >= 0; i--)
        {
            // A lossless reader that is further back still has to go through it.
            bool isUnread = !_disposed && _kept is not null && _retired[i].LastSequence != 0 && _kept.IsUnread(_retired[i].LastSequence);
            if (_retired[i].Slots.TryReleaseAll(_options.Hold) && !isUnread)
            {
                if (_retired[i] != _prepared && !_disposed)
                {
                    _leftSegments.Add(_retired[i].Segment.Id);
                }

                _retired[i].Dispose();
                _retired.RemoveAt(i);
            }
        }

        _isReleasing = false;
        if (_disposed && _retired.Count == 0)
        {
            s_heldAfterDisposal.TryRemove(this, out _);
        }
    }
}
