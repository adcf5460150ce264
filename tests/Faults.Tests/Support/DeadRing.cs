using FrameRing.Layout;
using FrameRing.Segments;
using FrameRing.SystemV;

namespace FrameRing.Faults.Tests.Support;

/// <summary>What a dead writer has left, as the next one finds it.</summary>
/// <param name="DirectoryId">-1 if there is no directory.</param>
/// <param name="Generation">Number of the last generation; 0 if the directory does not tell.</param>
/// <param name="Live">Its segment's slots and their size, if readers have kept it and it has not ended.</param>
internal sealed record DeadRing(int DirectoryId, ulong Generation, (int Slots, long Size)? Live)
{
    internal static DeadRing Find(string name)
    {
        using RingDirectory? directory = RingDirectory.TryOpen(name, []);
        if (directory is null || !directory.TryReadEntry(out DirectoryEntry entry) || entry.Generation == 0)
        {
            return new DeadRing(directory?.Id ?? -1, 0, null);
        }

        (int Slots, long Size)? live = null;
        if (entry.State == (uint)GenerationState.Live
            && new SharedMemorySegment(entry.FrameSegmentId).TryAttach(SharedMemoryAttachOptions.ReadOnly, out SharedMemoryAttachment? attachment))
        {
            using (attachment)
            {
                FrameSegment segment = FrameSegment.Open(entry.FrameSegmentId, attachment!, entry.Token, name)!;
                live = segment.State.ReadAcquire() == GenerationState.Live ? (segment.Geometry.SlotCount, segment.Geometry.SlotSize) : null;
            }
        }

        return new DeadRing(directory.Id, entry.Generation, live);
    }
}
