using System.Text.Json;
using FrameRing.Formats;

namespace FrameRing.Consumer.Tests.Thumbnails;

/// <summary>Frames that the ring flags as damaged, and those that depend on them.</summary>
public sealed class CorruptFrameTests : IDisposable
{
    private const FrameFlags Damaged = FrameFlags.Corrupt;

    private readonly PaintedRing _ring = new();

    public void Dispose() => _ring.Dispose();

    [Theory]
    [InlineData("--interval", "0.6", "00.000 01.000 01.200")]
    [InlineData("--nth", "3", "00.000 01.000 01.200")]
    [InlineData("--keyframes", null, "00.000 01.000")]
    [InlineData("--scene", null, "00.000 01.000")]
    public void The_next_key_frame_is_taken_instead(string selection, string? value, string expected)
    {
        // A new scene comes with the damage; what is damaged looks like another one.
        Add(0, FrameFlags.Key, 100);
        Add(200, FrameFlags.None, 100);
        Add(400, FrameFlags.None, 100);
        Add(600, Damaged, 250);
        Add(800, FrameFlags.None, 10);
        Add(1000, FrameFlags.Key, 200);
        Add(1200, FrameFlags.None, 200);
        _ring.Read([selection, .. value is null ? Array.Empty<string>() : [value], "--json"]);
        Assert.Equal(expected.Split(' ').Select(time => $"00-00-{time}"), _ring.Pictures);
        Assert.Equal(0, Figure("damaged_taken"));
    }

    [Fact]
    public void What_was_passed_over_is_told()
    {
        Add(0, FrameFlags.Key);
        Add(200, Damaged);
        Add(400, FrameFlags.None);
        Add(600, Damaged);
        Add(800, FrameFlags.Key);
        _ring.Read("--nth", "1");
        Assert.Contains("2 pictures in", _ring.Errors);
        Assert.Contains(", 2 corrupt frames passed over, 1 frame passed over that depends on corrupt ones", _ring.Errors);
        _ring.Read("--nth", "1", "--json");
        Assert.Equal((2, 1, 0), (Figure("corrupt_skipped"), Figure("dependent_skipped"), Figure("damaged_taken")));
    }

    [Fact]
    public void They_are_taken_like_others_on_request()
    {
        Add(0, FrameFlags.Key);
        Add(200, Damaged);
        Add(400, FrameFlags.None);
        _ring.Read("--nth", "1", "--take-corrupt", "--json");
        Assert.Equal(3, _ring.Pictures.Length);
        Assert.Equal((0, 0, 0), (Figure("corrupt_skipped"), Figure("dependent_skipped"), Figure("damaged_taken")));
    }

    [Theory]
    [InlineData(FrameFlags.Corrupt, "00-00-00.600")]
    [InlineData(FrameFlags.None, "00-00-00.800")]
    public void At_the_end_the_best_there_was_is_taken(FrameFlags last, string expected)
    {
        // Due at 0.6; better than a flagged one is one that depends on it. Of equals the first.
        Add(0, FrameFlags.Key);
        Add(600, Damaged);
        Add(800, last);
        Add(1000, last);
        _ring.Read("--interval", "0.6", "--json");
        Assert.Equal(["00-00-00.000", expected], _ring.Pictures);
        Assert.Equal(1, Figure("damaged_taken"));
    }

    [Theory]
    [InlineData("--interval", "1")]
    [InlineData("--nth", "2")]
    [InlineData("--scene", null)]
    [InlineData("--keyframes", null)]
    public void A_ring_of_nothing_but_damage_still_gives_a_picture(string selection, string? value)
    {
        Add(0, Damaged | FrameFlags.Key);
        Add(200, Damaged);
        _ring.Read([selection, .. value is null ? Array.Empty<string>() : [value], "--json"]);
        Assert.Equal(["00-00-00.000"], _ring.Pictures);
        Assert.Equal((1, 1), (Figure("damaged_taken"), Figure("corrupt_skipped")));
    }

    [Fact]
    public void After_20_seconds_without_a_sound_frame_damaged_ones_have_to_do()
    {
        Add(0, FrameFlags.Key);
        for (int second = 1; second <= 24; second++)
        {
            Add(second * 1000, Damaged);
        }

        _ring.Read("--interval", "1", "--json");
        Assert.Equal(["00-00-00.000", "00-00-21.000", "00-00-22.000", "00-00-23.000", "00-00-24.000"], _ring.Pictures);
        Assert.Equal((4, 20), (Figure("damaged_taken"), Figure("corrupt_skipped")));
    }

    [Fact]
    public void A_video_that_another_one_follows_gets_its_picture_before_that()
    {
        Add(10_000, FrameFlags.Key);
        Add(10_600, Damaged);
        Add(0, FrameFlags.Key);
        _ring.Read("--interval", "0.6", "--json", "--sprites", "4x4");
        Assert.Equal(["00-00-00.000", "00-00-10.000", "00-00-10.600"], _ring.Pictures);
        Assert.Equal(["00:00:10.000 --> 00:00:10.600", "00:00:10.600 --> 00:00:10.800"], _ring.Times());
        Assert.Equal(["00:00:00.000 --> 00:00:00.200"], _ring.Times("thumbnails-2.vtt"));
    }

    [Fact]
    public void Black_frames_are_worse_than_damaged_ones()
    {
        Add(0, FrameFlags.Key, 0);
        Add(200, Damaged, 100);
        Add(400, FrameFlags.None, 0);
        _ring.Read("--interval", "1", "--skip-black", "--json");
        Assert.Equal(["00-00-00.200"], _ring.Pictures);
    }

    [Fact]
    public void If_everything_is_black_there_is_one_picture_and_else_none_that_is()
    {
        Add(0, FrameFlags.Key, 0);
        Add(1000, FrameFlags.Key, 0);
        _ring.Read("--interval", "1", "--skip-black", "--json");
        Assert.Equal(["00-00-00.000"], _ring.Pictures);
        using PaintedRing other = new();
        other.Add(0, FrameFlags.Key).Add(1000, FrameFlags.Key, 0);
        other.Read("--interval", "1", "--skip-black");
        Assert.Equal(["00-00-00.000"], other.Pictures);
    }

    private void Add(long milliseconds, FrameFlags flags, byte shade = 128) => _ring.Add(milliseconds, flags, shade);

    private long Figure(string name) => JsonDocument.Parse(_ring.Errors).RootElement.GetProperty(name).GetInt64();
}
