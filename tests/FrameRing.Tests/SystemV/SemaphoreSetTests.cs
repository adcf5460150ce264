using FrameRing.SystemV;
using FrameRing.Testing;
using Tmds.Linux;

namespace FrameRing.Tests.SystemV;

public class SemaphoreSetTests : SystemVTest
{
    [Fact]
    public void A_key_is_created_once_and_opened_by_everybody()
    {
        int key = NewKey();
        Assert.False(SemaphoreSet.TryOpen(key, out _));
        SemaphoreSet created = Own(SemaphoreSet.Create(key, 2, Mode));
        Assert.False(SemaphoreSet.TryCreate(key, 2, Mode, out _));
        Assert.Equal(FrameRingError.AlreadyExists, Assert.Throws<FrameRingException>(() => SemaphoreSet.Create(key, 2, Mode)).Error);
        Assert.Equal(created, SemaphoreSet.Open(key));
        created.Remove();
        created.Remove();
        Assert.Equal(FrameRingError.NotFound, Assert.Throws<FrameRingException>(() => SemaphoreSet.Open(key)).Error);
        Assert.Throws<ArgumentOutOfRangeException>(() => SemaphoreSet.TryOpen(0, out _));
    }

    [Fact]
    public void Status_tells_what_was_asked_for_and_what_happened()
    {
        int key = NewKey();
        DateTimeOffset before = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 1);
        SemaphoreSet set = Own(SemaphoreSet.Create(key, 3, (UnixFileMode)0x1A0));
        SemaphoreSetStatus status = set.GetStatus();
        Assert.Equal((key, 3, (UnixFileMode)0x1A0), (status.Key, status.Count, status.Mode));
        uint uid = LibC.geteuid();
        Assert.Equal((uid, uid), (status.OwnerUid, status.CreatorUid));
        Assert.Null(status.LastOperationTime);
        Assert.True(status.ChangeTime >= before);
        Assert.Equal(SemaphoreResult.Ok, set.TryOperate([new(0, 1)]));
        Assert.True(set.GetStatus().LastOperationTime >= before);
        set.SetOwnership(mode: (UnixFileMode)0x180);
        Assert.Equal(((UnixFileMode)0x180, uid), (set.GetStatus().Mode, set.GetStatus().OwnerUid));
    }

    [Fact]
    public void Values_are_read_and_set_one_by_one_and_together()
    {
        SemaphoreSet set = NewSet(3);
        set.SetValues([1, 2, 32767]);
        Assert.Equal((1, 2, 32767), (set.GetValue(0), set.GetValue(1), set.GetValue(2)));
        set.SetValue(1, 9);
        ushort[] values = new ushort[3];
        set.GetValues(values);
        Assert.Equal([1, 9, 32767], values);
        Assert.Equal(Environment.ProcessId, set.GetLastPid(1));
    }

    [Fact]
    public void Values_and_places_out_of_range_are_refused()
    {
        SemaphoreSet set = NewSet(3);
        Assert.Throws<ArgumentException>(() => set.GetValues(new ushort[2]));
        Assert.Throws<ArgumentException>(() => set.SetValues(new ushort[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.SetValues([0, 0, 32768]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.SetValue(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.SetValue(3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.GetValue(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.TryGetValue(-1, out _));
        Assert.Throws<ArgumentException>(() => set.TryOperate([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.TryOperate([new(0, 1)], TimeSpan.FromSeconds(-2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SemaphoreOperation(65536, 1));
        Assert.Equal((FrameRingError.InvalidArgument, LibC.EFBIG), Refusal(() => set.TryOperate([new(3, 1)])));
        set.SetValue(0, 32767);
        Assert.Equal((FrameRingError.InvalidArgument, LibC.ERANGE), Refusal(() => set.TryOperate([new(0, 1)])));
        SemaphoreOperation[] tooMany = Enumerable.Repeat(new SemaphoreOperation(1, 1), SemaphoreLimits.Read().MaxOperationsPerCall + 1).ToArray();
        Assert.Equal((FrameRingError.LimitExceeded, LibC.E2BIG), Refusal(() => set.TryOperate(tooMany)));
    }

    [Fact]
    public void Operations_are_done_together_or_not_at_all()
    {
        SemaphoreSet set = NewSet(2);
        set.SetValue(0, 5);
        SemaphoreOperation[] both = [new(0, -1), new(1, -1, SemaphoreOperationOptions.NoWait)];
        Assert.Equal(SemaphoreResult.WouldBlock, set.TryOperate(both));
        Assert.Equal(5, set.GetValue(0));
        set.SetValue(1, 1);
        Assert.Equal(SemaphoreResult.Ok, set.TryOperate(both));
        Assert.Equal((4, 0), (set.GetValue(0), set.GetValue(1)));
        Assert.Equal(SemaphoreResult.Ok, set.TryOperate([new(1, 0)]));
    }

    [Fact]
    public void Limits_and_use_are_those_of_the_system()
    {
        SemaphoreLimits before = SemaphoreLimits.Read();
        int[] kernel = File.ReadAllText("/proc/sys/kernel/sem").Split('\t', StringSplitOptions.TrimEntries).Select(int.Parse).ToArray();
        Assert.Equal(kernel, (int[])[before.MaxSemaphoresPerSet, before.MaxSemaphores, before.MaxOperationsPerCall, before.MaxSets]);
        Assert.Equal(32767, before.MaxValue);
        NewSet(7);
        SemaphoreLimits after = SemaphoreLimits.Read();
        Assert.Equal((before.UsedSets + 1, before.UsedSemaphores + 7), (after.UsedSets, after.UsedSemaphores));
    }

    [Fact]
    public void No_semaphores_at_all_are_refused() =>
        Assert.Equal((FrameRingError.InvalidArgument, LibC.EINVAL), Refusal(() => SemaphoreSet.CreatePrivate(0, Mode)));

    [Fact]
    public void A_refusal_to_create_names_the_limit_and_a_remedy_that_is_enough() => Assert.SkipUnless(
        IpcNamespace.TryRun(
            () =>
            {
                IpcNamespace.SetLimit("sem", $"4 6 10 1");
                Overcome(5, "a set may have 4 semaphores (SEMMSL)");
                Overcome(1, "already 1 sets and kernel.sem allows 1 (SEMMNI)");
                IpcNamespace.SetLimit("sem", $"5 6 10 9");
                Overcome(2, "already 6 semaphores and kernel.sem allows 6 (SEMMNS)");
            },
            out string reason),
        reason);

    [Fact]
    public void What_happens_every_few_milliseconds_allocates_nothing()
    {
        SemaphoreSet set = NewSet();
        Use(set);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Use(set);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Use(SemaphoreSet set)
        {
            set.TryGetValue(0, out int value);
            ReadOnlySpan<SemaphoreOperation> up = [new(0, 1)];
            ReadOnlySpan<SemaphoreOperation> down = [new(0, -1)];
            _ = set.TryOperate(up);
            _ = set.TryOperate(down, TimeSpan.FromSeconds(1));
            _ = set.TryOperate(down, TimeSpan.Zero);
        }
    }

    private static (FrameRingError Error, int Errno) Refusal(Action action)
    {
        FrameRingException error = Assert.Throws<FrameRingException>(action);
        return (error.Error, error.Errno);
    }

    // Does what the remedy says, the four numbers between the quotes, and then has what was refused.
    private static void Overcome(int count, string cause)
    {
        FrameRingException error = Assert.Throws<FrameRingException>(() => SemaphoreSet.CreatePrivate(count, Mode));
        Assert.Equal(FrameRingError.LimitExceeded, error.Error);
        Assert.Contains(cause, error.Cause);
        Assert.Contains("sudo sysctl -w kernel.sem=\"", error.Remedy);
        IpcNamespace.SetLimit("sem", $"{error.Remedy!.Split('"')[1]}");
        Assert.Equal(count, SemaphoreSet.CreatePrivate(count, Mode).GetStatus().Count);
    }
}
