using FrameRing.Reading;
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
    public void A_page_as_of_a_killed_producer_is_taken_over_by_root_and_believed_by_nobody_else()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSegment(RingName.ToKey(name), Page, ForAll, fill: 0);
        using FrameRingWriter writer = OtherUsers.CreateRing(name, ForAll);
        Assert.Equal(1ul, Rings.Publish(writer));
        FrameRingException error = Assert.Throws<FrameRingException>(
            () => FrameRingReader.TryAttach(name, new FrameRingReaderOptions(), TimeSpan.Zero, CancellationToken.None, out _));
        Assert.Equal(FrameRingError.Untrusted, error.Error);
        Assert.StartsWith($"{FrameRingError.Untrusted}: ", OtherUsers.Ask(OtherUsers.Somebody, "foreign-attach", name));
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

    [Fact]
    public void On_the_writer_semaphore_one_that_is_held_is_a_living_producer_of_that_user()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Squatter squatter = Squatter.OnSet(RingName.ToKey(name), 1, value: 1);
        FrameRingException error = Assert.Throws<FrameRingException>(() => Rings.Create(name));
        Assert.Equal(FrameRingError.WriterActive, error.Error);
        Assert.Contains($"user {OtherUsers.Nobody}", error.Message);
        squatter.AssertUntouched();
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
