using FrameRing.SystemV;
using Tmds.Linux;

namespace FrameRing.Lifecycle;

/// <summary>Whose segments a reader believes: its own user's, root's, and those of users it was told to trust.</summary>
internal static class OwnerTrust
{
    internal static void ThrowIfUntrusted(string operation, SharedMemorySegment segment, IReadOnlyList<uint> trusted)
    {
        uint creator = segment.GetStatus().CreatorUid;
        if (creator != 0 && creator != LibC.geteuid() && !trusted.Contains(creator))
        {
            throw new FrameRingException(
                FrameRingError.Untrusted,
                operation,
                $"it was created by user {creator}, who is neither you nor root",
                $"If you trust that user, say so with --owner {creator}.");
        }
    }
}
