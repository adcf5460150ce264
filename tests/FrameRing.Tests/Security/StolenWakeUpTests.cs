using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Tests.Support;
using FrameRing.Waiting;
using FrameRing.Writing;

namespace FrameRing.Tests.Security;

/// <summary>A pure reader of another user, in C, that moves the sleepers of a ring's wake word to another word, or wakes them all the time.</summary>
public class StolenWakeUpTests(ITestOutputHelper output)
{
    private const int Frames = 300;
    private const long Period = 5_000_000;

    // A busy machine wakes a reader late too, and no defence helps against that. Without the defence no try succeeds.
    private const int Tries = 5;

    [Theory]
    [InlineData("")]
    [InlineData("delay")]
    public void A_reader_whose_wake_ups_are_taken_away_notices_it_and_keeps_up(string how)
    {
        // In a slice of 25 ms there are five frames, and two slots: three of five would be lost.
        ReaderStatistics found = ReadUntilKeptUp(how);
        Assert.True(found.LateWakeUps > 0, "no frame was late: the attack did not happen");
    }

    [Fact]
    public void A_storm_of_wake_ups_keeps_no_frames_from_a_reader() => ReadUntilKeptUp("wake");

    private ReaderStatistics ReadUntilKeptUp(string how)
    {
        ReaderStatistics found = default;
        for (int i = 0; i < Tries; i++)
        {
            found = ReadUnderAttack(how);
            if (found.Lost * 3 < Frames)
            {
                return found;
            }
        }

        throw new Xunit.Sdk.XunitException($"the reader did not keep up in {Tries} tries; the last: {found}");
    }

    private ReaderStatistics ReadUnderAttack(string how)
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = name,
            SlotCount = 2,
            SlotSize = Rings.Bytes,
            HugePages = HugePagePolicy.Off,
            Mode = (UnixFileMode)0b110_100_100,
        });
        using FrameRingReader reader = Rings.Attach(name);
        using Requeuer attacker = new(RingIds.Of(name).Frames, OtherUsers.Nobody, how);

        Thread producer = new(() =>
        {
            long due = MonotonicClock.NowNanoseconds;
            for (int frame = 0; frame < Frames; frame++)
            {
                MonotonicClock.SleepUntil(due += Period);
                Rings.Publish(writer);
            }

            writer.End();
        });
        producer.Start();
        while (reader.WaitNext(TimeSpan.FromSeconds(30), CancellationToken.None, out _) == ReadStatus.Ok)
        {
        }

        producer.Join();
        attacker.Finish();
        output.WriteLine($"{reader.Statistics}");
        Assert.Equal((ulong)Frames, reader.Statistics.Read + reader.Statistics.Lost);
        return reader.Statistics;
    }
}
