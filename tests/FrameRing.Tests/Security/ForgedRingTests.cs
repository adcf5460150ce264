using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Tests.Support;

namespace FrameRing.Tests.Security;

/// <summary>Nobody makes a whole ring, as good as any, with all rights for all.</summary>
public class ForgedRingTests
{
    private static readonly string s_refusal = $"it was created by user {OtherUsers.Nobody}, who is neither you nor root. If you trust that user, name {OtherUsers.Nobody} as a trusted owner.";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Root_does_not_believe_it_and_leaves_no_trace_in_it(bool leases)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Peer forger = Forge(name);
        SemaphoreSetStatus before = new SemaphoreSet(RingIds.Of(name, OtherUsers.Nobody).ReaderSet).GetStatus();
        FrameRingReaderOptions options = new() { Leases = leases };
        FrameRingException error = Assert.Throws<FrameRingException>(() => FrameRingReader.TryAttach(name, options, TimeSpan.Zero, CancellationToken.None, out _));
        Assert.Equal(FrameRingError.Untrusted, error.Error);
        Assert.EndsWith(s_refusal, error.Message);
        Assert.Equal(before, new SemaphoreSet(RingIds.Of(name, OtherUsers.Nobody).ReaderSet).GetStatus());
        Assert.Equal(0, forger.Finish());
    }

    [Theory]
    [InlineData]
    [InlineData("leases")]
    public void A_third_user_does_not_believe_it(params string[] kind)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Peer forger = Forge(name);
        string said = OtherUsers.Ask(OtherUsers.Somebody, ["foreign-attach", name, .. kind]);
        Assert.StartsWith($"{FrameRingError.Untrusted}: ", said);
        Assert.EndsWith(s_refusal, said);

        // It is a good ring, for those who trust its maker.
        Assert.Equal("Ok", OtherUsers.Ask(OtherUsers.Nobody, ["foreign-attach", name, .. kind]));
        using FrameRingReader reader = Rings.AttachWith(name, new FrameRingReaderOptions { Start = StartPosition.Oldest, TrustedOwners = [OtherUsers.Nobody] });
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        Assert.Equal(0, forger.Finish());
    }

    private static Peer Forge(string name)
    {
        Peer forger = OtherUsers.Run(OtherUsers.Nobody, "foreign-write", name);
        Assert.Equal("generation 1", forger.ReadLine());
        return forger;
    }
}
