using Tmds.Linux;

namespace FrameRing.TestPeer;

/// <summary>Gives root up for another user and one group, for good.</summary>
internal static unsafe class UserChange
{
    internal static bool TryBecome(uint user, uint group)
    {
        gid_t none = default;
        return LibC.setgroups(0, &none) == 0 && LibC.setgid(group) == 0 && LibC.setuid(user) == 0;
    }
}
