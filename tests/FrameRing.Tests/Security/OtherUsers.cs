using FrameRing.Pages;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>Peers that run as users who have nothing to do with the ring of a test, which is root's.</summary>
internal static class OtherUsers
{
    internal const uint Nobody = 65534;
    internal const uint Somebody = 65533;

    /// <summary>A group that a ring can be given to.</summary>
    internal const uint RingGroup = 4242;

    internal static void SkipUnlessRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "becoming another user needs root");

    /// <summary>A ring of root's that offers leases, to the ring's group.</summary>
    internal static FrameRingWriter CreateRing(string name, UnixFileMode mode) => FrameRingWriter.Create(new FrameRingWriterOptions
    {
        Name = name,
        SlotCount = 4,
        SlotSize = Rings.Bytes,
        HugePages = HugePagePolicy.Off,
        Mode = mode,
        Group = $"{RingGroup}",
        Leases = true,
    });

    internal static Peer Run(uint user, uint group, params string[] arguments) => new(["as", $"{user}", $"{group}", .. arguments]);

    internal static Peer Run(uint user, params string[] arguments) => Run(user, user, arguments);

    /// <summary>A nobody who is in the ring's group.</summary>
    internal static Peer RunInGroup(params string[] arguments) => Run(Nobody, RingGroup, arguments);

    /// <summary>A third user who is in the ring's group.</summary>
    internal static Peer RunThirdInGroup(params string[] arguments) => Run(Somebody, RingGroup, arguments);

    /// <summary>The one line that a peer has to say, of a peer that then ends.</summary>
    internal static string Ask(uint user, params string[] arguments) => Ask(user, user, arguments);

    internal static string Ask(uint user, uint group, params string[] arguments)
    {
        using Peer peer = Run(user, group, arguments);
        string? line = peer.ReadLine();
        Assert.Equal(0, peer.Finish());
        return line!;
    }
}
