using FrameRing.Faults.Tests.Support;
using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Testing;

namespace FrameRing.Faults.Tests.Steps;

/// <summary>A writer stops at every step there is, and is killed there or goes on.</summary>
public class WriterStepTests
{
    [Theory]
    [MemberData(nameof(WriterCases.All), MemberType = typeof(WriterCases))]
    public void After_a_kill_the_next_producer_goes_on_and_so_do_the_readers(string step, int count, Opening opening, Delivery delivery)
    {
        using WriterRun run = StopAt(step, count, opening, delivery);
        run.Kill();
        using (NextWriter next = run.StartNext())
        {
            if (run.Watchers.Attach() == 0)
            {
                throw new InvalidOperationException("Nobody can attach the next producer's ring.");
            }

            // A writer that found the entry torn does not know its predecessor's readers and waits for them from when they have joined it.
            Watchdog.Await(() => next.LosslessReaders == run.Watchers.LosslessCount, () => "the lossless readers do not join");
            next.Publish(50);
            run.Watchers.AwaitFrame(next.Head);
            run.Watchers.CheckNothingLost();
            run.Watchers.ForgetWhatWasHeard();
            next.End();
            run.Watchers.AwaitHeardOver();
            run.Watchers.Dispose();
        }

        run.Accounts.CheckNothingLeft();
    }

    [Theory]
    [MemberData(nameof(WriterCases.Once), MemberType = typeof(WriterCases))]
    public void After_a_kill_without_a_next_producer_everything_can_be_collected(string step, int count, Opening opening, Delivery delivery)
    {
        using HugePages? huge = HugePages.TryReserve(8, out _);
        using WriterRun run = StopAt(step, count, opening, delivery, huge is null ? "off" : "require-2m");
        run.Kill();
        run.Watchers.Dispose();

        // What the kernel does not free by itself: the page of the name and the semaphores; and a segment that was just being made.
        int unmarked = step == nameof(FaultStep.StartSegmentMade) ? 1 : 0;
        Watchdog.Await(() => run.Accounts.Segments <= 1 + unmarked && run.Accounts.Sets <= 2, () => $"left: {string.Join(", ", run.Accounts.Objects)}");
        if (RingCatalog.CollectGarbage(remove: true).Count == 0)
        {
            // Without a directory nothing says which ring a semaphore belongs to. Who knows the name removes it.
            Assert.Equal(0, run.Accounts.Segments);
            Assert.Contains(step, (string[])[nameof(FaultStep.StartLocked), nameof(FaultStep.EndDirectoryRemoved)]);
            Assert.Equal(RemovalStatus.Removed, RingCatalog.Remove(run.Name, force: false));
        }

        run.Accounts.CheckNothingLeft();
    }

    [Theory]
    [MemberData(nameof(WriterCases.Once), MemberType = typeof(WriterCases))]
    public void A_writer_that_goes_on_after_a_stop_ends_as_if_nothing_had_been(string step, int count, Opening opening, Delivery delivery)
    {
        using WriterRun run = StopAt(step, count, opening, delivery);
        run.Watchers.ForgetWhatWasHeard();
        run.Continue();
        Assert.False(run.RunOn());
        run.Watchers.CheckNothingLost();
        run.Watchers.Dispose();
        run.Accounts.CheckNothingLeft();
    }

    private static WriterRun StopAt(string step, int count, Opening opening, Delivery delivery, string pages = "off")
    {
        WriterRun run = new($"{step}:{count}", opening, delivery, pages);
        try
        {
            Assert.True(run.RunOn(), $"Step {step} is never reached for the {count}. time.");
            run.Watchers.CheckNobodyHangs();
            run.Watchers.Attach();
            run.Watchers.CheckNobodyHangs();
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }
}
