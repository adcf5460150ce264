using FrameRing.Reading;

namespace FrameRing.Litmus;

/// <summary>
/// Takes leases of frames that the writer is about to take, and looks at each of them until the writer would have used every slot
/// again. A frame that changes, or is called overwritten, is a violation. Without leases, the control: the same looks must find
/// overwritten frames.
/// </summary>
internal static unsafe class LeasedPhase
{
    internal static ReadCounts Run(LitmusOptions options, long frames, bool leases)
    {
        using LitmusRing ring = new(options);
        using FrameRingReader reader = ring.Attach(leases);
        ReadCounts counts = default;
        for (ulong turn = 0; counts.Reads < frames; turn++)
        {
            ulong sequence = reader.Head - (turn % (ulong)options.Slots);
            if (reader.TryRead(sequence, out FrameView view) != ReadStatus.Ok)
            {
                continue;
            }

            FrameLease lease = default;
            if (leases && reader.TryLease(view, out lease) != ReadStatus.Ok)
            {
                // Too late, and told so before anything was promised.
                counts.Rejected++;
                continue;
            }

            using (lease)
            {
                bool isWhole = FrameContent.IsWholeWhileLapped(reader, view.DangerousGetPlanePointer(0), options.Bytes, sequence);
                bool isThere = view.Validate() == ReadStatus.Ok;
                counts.Good++;
                if (!isWhole || !isThere)
                {
                    counts.AddWrong(sequence);
                }
            }
        }

        return counts;
    }
}
