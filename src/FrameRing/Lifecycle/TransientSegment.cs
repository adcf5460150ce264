using FrameRing.Layout;
using FrameRing.SystemV;
using Tmds.Linux;

namespace FrameRing.Lifecycle;

/// <summary>
/// Segments that are marked for removal as soon as they are attached. For the moment between they have a key made from the ring's name,
/// so that what a kill leaves in that moment can be found and removed; the mark takes the key away.
/// </summary>
internal static class TransientSegment
{
    internal const string FramePart = "frames";
    internal const string LeasePart = "leases";

    internal static SharedMemorySegment Create(string name, string part, long size, int mode, SharedMemoryOptions options)
    {
        int key = RingName.ToKey(name, part);
        SharedMemorySegment segment;
        while (!SharedMemorySegment.TryCreate(key, size, mode, out segment, options))
        {
            // Whatever else has the key is not ours to remove; then it goes without.
            if (SharedMemorySegment.TryOpen(key, out SharedMemorySegment taken) && !TryRemoveLeftover(taken, part))
            {
                return SharedMemorySegment.CreatePrivate(size, mode, options);
            }
        }

        return segment;
    }

    /// <summary>Removes what a killed producer of the name left. The writer lock is held.</summary>
    /// <returns>How many segments.</returns>
    internal static int RemoveLeftovers(string name)
    {
        int removed = 0;
        foreach (string part in (ReadOnlySpan<string>)[FramePart, LeasePart])
        {
            if (FindLeftover(name, part) is { } segment && TryRemoveLeftover(segment, part))
            {
                removed++;
            }
        }

        return removed;
    }

    internal static SharedMemorySegment? FindLeftover(string name, string part) =>
        SharedMemorySegment.TryOpen(RingName.ToKey(name, part), out SharedMemorySegment segment) && IsLeftover(segment, part) ? segment : null;

    private static bool TryRemoveLeftover(SharedMemorySegment segment, string part)
    {
        if (!IsLeftover(segment, part))
        {
            return false;
        }

        segment.Remove();
        return true;
    }

    // Made by a producer that is dead, of a size that a producer gives it, and last attached by its maker: that one was killed before
    // anybody could know of it. Everything else that has the key is no part of a ring.
    private static bool IsLeftover(SharedMemorySegment segment, string part)
    {
        try
        {
            uint self = LibC.geteuid();
            return segment.TryGetStatus(out SharedMemoryStatus status)
                && status.AttachCount == 0
                && (part == LeasePart ? status.Size == LeaseGeometry.TotalSize : status.Size % Environment.SystemPageSize == 0)
                && (status.LastOperatorPid == 0 || status.LastOperatorPid == status.CreatorPid)
                && (self == 0 || status.CreatorUid == self)
                && ProcessIdentity.ReadCommand(status.CreatorPid) is null;
        }
        catch (FrameRingException)
        {
            return false;
        }
    }
}
