using FrameRing.Layout;

namespace FrameRing.Faults.Tests.Steps;

/// <summary>A reader that leases, and one without loss, stops at every step there is, and is killed there or goes on.</summary>
public class ReaderStepTests
{
    // Several times round the ring.
    private const int Frames = 200;

    [Theory]
    [MemberData(nameof(ReaderCases.All), MemberType = typeof(ReaderCases))]
    public void The_writer_and_the_other_readers_go_on_while_it_is_stopped_and_after_it_is_killed(string step, int count, Delivery delivery)
    {
        using ReaderRun run = StopAt(step, count, delivery);
        run.PublishAndCheck(Frames);
        run.Victim.Kill();
        run.PublishAndCheck(Frames);
        run.End();
        Assert.InRange(run.Writer.Statistics.Evicted, 0ul, delivery == Delivery.Lossless ? ulong.MaxValue : 0);
        run.Dispose();
        run.Accounts.CheckNothingLeft();
    }

    [Theory]
    [MemberData(nameof(ReaderCases.All), MemberType = typeof(ReaderCases))]
    public void Killed_at_once_it_keeps_nothing(string step, int count, Delivery delivery)
    {
        using ReaderRun run = StopAt(step, count, delivery);
        ulong evicted = run.Writer.Statistics.Evicted;
        run.Victim.Kill();
        run.PublishAndCheck(Frames);

        // The kernel tells of the death; nobody had to be given up.
        Assert.Equal((evicted, 0ul), (run.Writer.Statistics.Evicted, run.Writer.Statistics.Revoked));
        run.End();
        run.Dispose();
        run.Accounts.CheckNothingLeft();
    }

    [Theory]
    [MemberData(nameof(ReaderCases.All), MemberType = typeof(ReaderCases))]
    public void A_reader_that_goes_on_after_a_stop_reads_on_to_the_end(string step, int count, Delivery delivery)
    {
        using ReaderRun run = StopAt(step, count, delivery);
        run.PublishAndCheck(Frames);
        run.Victim.Continue();
        run.PublishAndCheck(Frames);
        run.End();
        Assert.Equal(0, run.Victim.Finish());
        run.Dispose();
        run.Accounts.CheckNothingLeft();
    }

    private static ReaderRun StopAt(string step, int count, Delivery delivery)
    {
        ReaderRun run = new($"{step}:{count}", delivery);
        try
        {
            run.RunToStep();
            Assert.False(run.Victim.HasExited, $"Step {step} is never reached for the {count}. time.");
            run.Watchers.CheckNobodyHangs();
            run.Watchers.Attach();
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }
}
