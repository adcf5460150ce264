using FrameRing.SystemV;
using Tmds.Linux;

namespace FrameRing.Trust;

/// <summary>Whose segments a reader believes: its own user's, root's, and those of users it was told to trust.</summary>
internal static class OwnerTrust
{
    /// <summary>
    /// A writer's question: whether it may go on in a segment that it has attached; before, the id could still be given to somebody else.
    /// Only in one that its own user made, also root, and that nobody else could ever map for writing: a mapping outlives a change of the mode.
    /// </summary>
    internal static bool IsOurs(SharedMemorySegment segment)
    {
        try
        {
            return segment.TryGetStatus(out SharedMemoryStatus status) && status.CreatorUid == LibC.geteuid()
                && !IsOpenToOthers(status.Mode, status.OwnerUid, status.CreatorUid);
        }
        catch (FrameRingException)
        {
            // The kernel gave the id to somebody who lets nobody look.
            return false;
        }
    }

    /// <summary>The same for a segment that lease readers of the ring's group write: its content is never believed.</summary>
    internal static bool IsOursToShare(SharedMemorySegment segment)
    {
        try
        {
            return segment.TryGetStatus(out SharedMemoryStatus status) && status.CreatorUid == LibC.geteuid();
        }
        catch (FrameRingException)
        {
            return false;
        }
    }

    /// <summary>Whether others than the creator may write an object, or have been given it.</summary>
    internal static bool IsOpenToOthers(UnixFileMode mode, uint owner, uint creator) =>
        (mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0 || owner != creator;

    internal static bool IsTrusted(uint creator, IReadOnlyList<uint> trusted) =>
        creator == 0 || creator == LibC.geteuid() || trusted.Contains(creator);

    /// <summary>Asks who created a segment.</summary>
    /// <returns>The creator, who is trusted.</returns>
    internal static uint ThrowIfUntrusted(string operation, SharedMemorySegment segment, IReadOnlyList<uint> trusted)
    {
        uint creator = segment.GetStatus().CreatorUid;
        if (!IsTrusted(creator, trusted))
        {
            throw new FrameRingException(
                FrameRingError.Untrusted,
                operation,
                $"it was created by user {creator}, who is neither you nor root",
                $"If you trust that user, name {creator} as a trusted owner.")
            {
                UserId = creator,
            };
        }

        return creator;
    }
}
