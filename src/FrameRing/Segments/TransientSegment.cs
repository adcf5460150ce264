using FrameRing.Layout;
using FrameRing.SystemV;
using FrameRing.Trust;
using Tmds.Linux;

namespace FrameRing.Segments;

/// <summary>
/// Segments that are marked for removal as soon as they are attached. For the moment between they have a key made from the ring's name,
/// so that what a kill leaves in that moment can be found and removed; the mark takes the key away.
/// </summary>
internal static class TransientSegment
{
    internal const string FramePart = "frames";
    internal const string LeasePart = "leases";

    internal static SharedMemorySegment Create(string name, string part, long size, UnixFileMode mode, SharedMemoryOptions options)
    {
        int key = RingName.ToKey(name, part);
        SharedMemorySegment segment;
        while (!SharedMemorySegment.TryCreate(key, size, mode, out segment, options))
        {
            // Whatever else has the key is not ours to remove; then it goes without.
            if (SharedMemorySegment.TryOpen(key, out SharedMemorySegment taken) && !TryRemoveLeftover(taken, part, LibC.geteuid()))
            {
                return SharedMemorySegment.CreatePrivate(size, mode, options);
            }
        }

        return segment;
    }

    /// <summary>Removes what a killed producer of the name left. The writer lock is held.</summary>
    /// <param name="name">The ring's name.</param>
    /// <param name="creator">That producer's user.</param>
    internal static void RemoveLeftovers(string name, uint creator)
    {
        FindLeftover(name, FramePart, creator)?.Remove();
        FindLeftover(name, LeasePart, creator)?.Remove();
    }

    internal static SharedMemorySegment? FindLeftover(string name, string part, uint creator) =>
        SharedMemorySegment.TryOpen(RingName.ToKey(name, part), out SharedMemorySegment segment) && IsLeftover(segment, part, creator) ? segment : null;

    private static bool TryRemoveLeftover(SharedMemorySegment segment, string part, uint creator)
    {
        if (!IsLeftover(segment, part, creator))
        {
            return false;
        }

        segment.Remove();
        return true;
    }

    // Made by a producer of that user that is dead, of a size that a producer gives it, and last attached by its maker: that one was killed before
    // anybody could know of it. Everything else that has the key is no part of a ring.
    private static bool IsLeftover(SharedMemorySegment segment, string part, uint creator)
    {
        try
        {
            return segment.TryGetStatus(out SharedMemoryStatus status)
                && status.AttachCount == 0
                && (part == LeasePart ? status.Size == LeaseGeometry.TotalSize : status.Size % Environment.SystemPageSize == 0)
                && (status.LastOperatorPid == 0 || status.LastOperatorPid == status.CreatorPid)
                && status.CreatorUid == creator
                && ProcessIdentity.ReadCommand(status.CreatorPid) is null;
        }
        catch (FrameRingException)
        {
            return false;
        }
    }
}
