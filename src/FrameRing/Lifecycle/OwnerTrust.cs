using FrameRing.SystemV;
using Tmds.Linux;

namespace FrameRing.Lifecycle;

/// <summary>Whose segments a reader believes: its own user's, root's, and those of users it was told to trust.</summary>
internal static class OwnerTrust
{
    /// <summary>
    /// A writer's question: whether it may go on in a segment that it has attached; before, the id could still be given to somebody else.
    /// Only in one that its own user made, also root: whoever made a segment can read and alter it.
    /// </summary>
    internal static bool IsOurs(SharedMemorySegment segment)
    {
        try
        {
            return segment.TryGetStatus(out SharedMemoryStatus status) && status.CreatorUid == LibC.geteuid();
        }
        catch (FrameRingException)
        {
            // The kernel gave the id to somebody who lets nobody look.
            return false;
        }
    }

    internal static bool IsTrusted(uint creator, IReadOnlyList<uint> trusted) =>
        creator == 0 || creator == LibC.geteuid() || trusted.Contains(creator);

    internal static void ThrowIfUntrusted(string operation, SharedMemorySegment segment, IReadOnlyList<uint> trusted)
    {
        uint creator = segment.GetStatus().CreatorUid;
        if (!IsTrusted(creator, trusted))
        {
            throw new FrameRingException(
                FrameRingError.Untrusted,
                operation,
                $"it was created by user {creator}, who is neither you nor root",
                $"If you trust that user, say so with --owner {creator}.");
        }
    }
}
