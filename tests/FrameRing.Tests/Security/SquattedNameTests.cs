using FrameRing.Inspection;
using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>Nobody has the keys that lead to a ring's name before its producer comes.</summary>
public class SquattedNameTests
{
    private const int Page = 4096;
    private const int ForAll = 0b110_100_100;
    private const int ForOwner = 0b110_000_000;

    [Theory]
    [InlineData(100, ForAll)]
    [InlineData(Page, ForAll)]
    [InlineData(Page, ForOwner)]
    public void On_the_directory_root_refuses_names_the_owner_and_changes_nothing(int size, int mode)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSegment(RingName.ToKey(name), size, mode);
        FrameRingException error = Assert.Throws<FrameRingException>(() => Rings.Create(name));
        AssertNamed(RingName.ToKey(name), $"{error.Error}: {error.Message}");
        squatter.AssertUntouched();
    }

    // One that may not be read, and one that looks as if a producer had been killed right after it made it.
    [Theory]
    [InlineData(Page, ForOwner, 0x5A)]
    [InlineData(Page, ForAll, 0)]
    [InlineData(Page, 0b110_110_110, 0)]
    public void On_the_directory_another_user_refuses_too(int size, int mode, byte fill)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSegment(RingName.ToKey(name), size, mode, fill);
        AssertNamed(RingName.ToKey(name), OtherUsers.Ask(OtherUsers.Somebody, "foreign-write", name));
        squatter.AssertUntouched();
    }

    [Fact]
    public void A_page_as_of_a_killed_producer_is_removed_by_root_and_every_consumer_believes_the_new_one()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSegment(RingName.ToKey(name), Page, ForAll, fill: 0);
        using FrameRingWriter writer = OtherUsers.CreateRing(name, (UnixFileMode)ForAll);
        Assert.Contains($"user {OtherUsers.Nobody}", Assert.Single(writer.RemovedObjects));
        Assert.Equal(1ul, Rings.Publish(writer));
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        Assert.Equal("Ok", OtherUsers.Ask(OtherUsers.Somebody, "foreign-attach", name));
    }

    [Fact]
    public void On_the_writer_semaphore_root_refuses_a_set_that_is_none()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSet(RingName.ToKey(name), 3);
        FrameRingException error = Assert.Throws<FrameRingException>(() => Rings.Create(name));
        AssertNamed(RingName.ToKey(name), $"{error.Error}: {error.Message}");
        squatter.AssertUntouched();
    }

    // Held or not: a set without a ring of that user says nothing. Once root has its own, nobody can set that one.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void On_the_writer_semaphore_a_strangers_set_is_removed_by_root_and_decides_nothing(ushort value)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSet(RingName.ToKey(name), 1, ForAll, value);
        using FrameRingWriter writer = OtherUsers.CreateRing(name, (UnixFileMode)ForAll);
        Assert.Contains($"user {OtherUsers.Nobody}", Assert.Single(writer.RemovedObjects));
        Assert.False(new SemaphoreSet(squatter.Id).TryGetStatus(out _));
        RingIds ids = RingIds.Of(name);
        Assert.Equal(0u, new SemaphoreSet(ids.WriterSet).GetStatus().CreatorUid);
        Assert.Equal("AccessDenied", OtherUsers.Ask(OtherUsers.Nobody, "set-value", $"{ids.WriterSet}", "0"));
        Assert.True(RingCatalog.TryGet(name, out RingInfo? info));
        Assert.Equal(RingState.Live, info!.State);
        Assert.Equal(FrameRingError.WriterActive, Assert.Throws<FrameRingException>(() => Rings.Create(name)).Error);
    }

    [Theory]
    [InlineData(1, ForAll)]
    [InlineData(1, ForOwner)]
    [InlineData(3, ForAll)]
    public void On_the_writer_semaphore_another_user_refuses_too(int count, int mode)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSet(RingName.ToKey(name), count, mode);
        string said = OtherUsers.Ask(OtherUsers.Somebody, "foreign-write", name);
        AssertNamed(RingName.ToKey(name), said);
        squatter.AssertUntouched();
    }

    private static void AssertNamed(int key, string said)
    {
        Assert.StartsWith($"{FrameRingError.ForeignObject}: ", said);
        Assert.Contains($"0x{key:x8}", said);
        Assert.Contains($"user {OtherUsers.Nobody}", said);
    }
}
