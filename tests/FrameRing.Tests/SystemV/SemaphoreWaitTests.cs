using System.Diagnostics;
using System.Runtime.InteropServices;
using FrameRing.SystemV;
using FrameRing.Testing;
using Tmds.Linux;

namespace FrameRing.Tests.SystemV;

/// <summary>Waiting, and what ends it; with a second process where that is the point.</summary>
public partial class SemaphoreWaitTests : SystemVTest
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    [Fact]
    public void The_kernel_takes_back_what_a_killed_process_did()
    {
        int key = NewKey();
        SemaphoreSet set = Own(SemaphoreSet.Create(key, 1, Mode));
        using ChildProcess child = ChildProcess.Peer("hold-semaphore", $"{key}");
        child.Expect("Ok");
        Assert.Equal((1, child.Pid), (set.GetValue(0), set.GetLastPid(0)));

        // Waits for 0 instead of looking once: the end of the process is what makes it so.
        child.Signal(LibC.SIGKILL);
        Assert.Equal(SemaphoreResult.Ok, set.TryOperate([new(0, 0)], s_long));
        Assert.Equal(0, set.GetValue(0));
    }

    [Fact]
    public void Without_undo_it_stays_as_the_killed_process_left_it()
    {
        int key = NewKey();
        SemaphoreSet set = Own(SemaphoreSet.Create(key, 1, Mode));
        using ChildProcess child = ChildProcess.Peer("raise-semaphore", $"{key}");
        child.Expect("Ok");
        child.Kill();
        Assert.Equal(1, set.GetValue(0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(120)]
    public void A_wait_ends_after_its_time_and_not_before(int milliseconds)
    {
        SemaphoreSet set = NewSet();
        TimeSpan limit = TimeSpan.FromMilliseconds(milliseconds);
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(SemaphoreResult.WouldBlock, set.TryOperate([new(0, -1)], limit));
        Assert.True(Stopwatch.GetElapsedTime(start) >= limit);
    }

    [Fact]
    public void A_change_wakes_the_waiter()
    {
        SemaphoreSet set = NewSet();
        using ChildProcess child = Waiter(set, -1);
        Assert.Equal(SemaphoreResult.Ok, set.TryOperate([new(0, 1)]));
        child.Expect("Ok");
        Assert.Equal((0, 0), (set.GetValue(0), set.GetWaitersForIncrease(0)));
        Assert.Equal(0, child.Finish());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(30_000)]
    public void Removal_wakes_the_waiter(int milliseconds)
    {
        SemaphoreSet set = NewSet();
        using ChildProcess child = Waiter(set, milliseconds);
        set.Remove();
        child.Expect("Removed");
        Assert.Equal(0, child.Finish());
    }

    [Fact]
    public void A_removed_set_is_a_value_not_an_exception()
    {
        SemaphoreSet set = NewSet();
        set.Remove();
        Assert.Equal(SemaphoreResult.Removed, set.TryOperate([new(0, 1)]));
        Assert.False(set.TryGetValue(0, out int value));
        Assert.Equal(0, value);
        Assert.False(set.TryGetStatus(out _));
        Assert.Equal(FrameRingError.NotFound, Assert.Throws<FrameRingException>(() => set.GetValue(0)).Error);
        Assert.Equal(FrameRingError.NotFound, Assert.Throws<FrameRingException>(() => set.SetValue(0, 1)).Error);
        Assert.Equal(FrameRingError.NotFound, Assert.Throws<FrameRingException>(() => set.GetStatus()).Error);
    }

    [Fact]
    public void Those_who_wait_for_zero_are_counted_apart()
    {
        SemaphoreSet set = NewSet();
        set.SetValue(0, 1);
        SemaphoreResult result = default;
        Thread waiter = new(() => result = set.TryOperate([new(0, 0)], s_long));
        waiter.Start();
        Until(() => set.GetWaitersForZero(0) == 1);
        Assert.Equal(0, set.GetWaitersForIncrease(0));
        set.SetValue(0, 0);
        waiter.Join();
        Assert.Equal(SemaphoreResult.Ok, result);
    }

    [Fact]
    public void A_signal_neither_ends_a_wait_nor_lengthens_it()
    {
        SemaphoreSet set = NewSet();
        TimeSpan limit = TimeSpan.FromMilliseconds(300);
        int handled = 0;
        using PosixSignalRegistration handler =
            PosixSignalRegistration.Create(PosixSignal.SIGCONT, context =>
            {
                context.Cancel = true;
                Interlocked.Increment(ref handled);
            });
        using ManualResetEventSlim done = new(), go = new();
        nint self = 0;
        SemaphoreResult result = SemaphoreResult.Ok;
        TimeSpan waited = default;
        Thread waiter = new(() =>
        {
            Volatile.Write(ref self, pthread_self());
            long start = Stopwatch.GetTimestamp();
            result = set.TryOperate([new(0, -1)], limit);
            waited = Stopwatch.GetElapsedTime(start);
            done.Set();
            go.Wait();
        });
        waiter.Start();
        Until(() => Volatile.Read(ref self) != 0 && set.GetWaitersForIncrease(0) == 1);

        // To that thread alone, and one after the other, so that each interrupts the same wait. Without the subtraction of what has
        // passed the wait would begin anew each time and, with signals all along, never end.
        // The thread waits for "go" before it ends: its pthread_t must stay valid as long as signals are sent to it.
        int sent = 0;
        long begin = Stopwatch.GetTimestamp();
        while (!done.IsSet && Stopwatch.GetElapsedTime(begin) < s_long)
        {
            Assert.Equal(0, pthread_kill(self, LibC.SIGCONT));
            sent++;
            done.Wait(1, TestContext.Current.CancellationToken);
        }

        bool ended = done.IsSet;
        go.Set();
        set.Remove();
        waiter.Join();
        Assert.True(ended, "the wait began anew with every signal");
        Assert.Equal(SemaphoreResult.WouldBlock, result);
        Assert.True(waited >= limit);
        Assert.True(sent > 0);
        Until(() => Volatile.Read(ref handled) > 0);
    }

    private static ChildProcess Waiter(SemaphoreSet set, int milliseconds)
    {
        ChildProcess child = ChildProcess.Peer("wait-semaphore", $"{set.Id}", $"{milliseconds}");
        child.Expect("ready");
        Until(() => set.GetWaitersForIncrease(0) == 1);
        return child;
    }

    // The kernel tells who waits but not when somebody begins to: look until it is so. The limit only ends a broken test.
    private static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, s_long), "did not happen within 30 s");

    [LibraryImport("libc")]
    private static partial nint pthread_self();

    [LibraryImport("libc")]
    private static partial int pthread_kill(nint thread, int signal);
}
