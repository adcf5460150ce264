using FrameRing.Consumer.Thumbnails.Selection;
using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Consumer.Tests.Thumbnails;

public class DamageWatchTests
{
    private readonly DamageWatch _watch = new();

    [Fact]
    public void Damage_lasts_until_the_next_key_frame()
    {
        Assert.Equal(Soundness.Sound, Look(0, FrameFlags.Key));
        Assert.Equal(Soundness.Sound, Look(1));
        Assert.Equal(Soundness.Corrupt, Look(2, FrameFlags.Corrupt));
        Assert.Equal(Soundness.Dependent, Look(3));
        Assert.Equal(Soundness.Corrupt, Look(4, FrameFlags.Corrupt | FrameFlags.Key));
        Assert.Equal(Soundness.Dependent, Look(5));
        Assert.True(_watch.IsHopeful);
        Assert.Equal(Soundness.Sound, Look(6, FrameFlags.Key));
        Assert.Equal(Soundness.Sound, Look(7));
    }

    [Fact]
    public void A_stream_without_key_frames_is_sound_again_after_a_while()
    {
        Look(0);
        Assert.Equal(Soundness.Corrupt, Look(1, FrameFlags.Corrupt));
        Assert.Equal(Soundness.Dependent, Look(20));
        Assert.Equal(Soundness.Sound, Look(20.1));
        Assert.True(_watch.IsHopeful);

        // And the next damage is waited for just as long.
        Assert.Equal(Soundness.Corrupt, Look(21, FrameFlags.Corrupt));
        Assert.Equal(Soundness.Dependent, Look(40));
    }

    [Fact]
    public void Where_everything_is_damaged_there_is_hope_for_20_seconds()
    {
        Assert.Equal(Soundness.Corrupt, Look(5, FrameFlags.Corrupt));
        Look(25, FrameFlags.Corrupt);
        Assert.True(_watch.IsHopeful);
        Assert.Equal(Soundness.Corrupt, Look(25.1, FrameFlags.Corrupt));
        Assert.False(_watch.IsHopeful);

        // Time that goes back is another video.
        Look(0, FrameFlags.Corrupt);
        Assert.True(_watch.IsHopeful);
    }

    [Fact]
    public void Another_producers_frames_depend_on_nothing_of_the_one_before()
    {
        Look(0);
        Look(1, FrameFlags.Corrupt);
        _watch.BeginProducer();
        Assert.Equal(Soundness.Sound, Look(2));
    }

    private Soundness Look(double seconds, FrameFlags flags = FrameFlags.None) =>
        _watch.Look(new FrameMetadata { Flags = flags }, TimeSpan.FromSeconds(seconds));
}
