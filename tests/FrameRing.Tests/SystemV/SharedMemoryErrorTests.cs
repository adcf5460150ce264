using FrameRing.SystemV;
using FrameRing.Testing;
using Tmds.Linux;

namespace FrameRing.Tests.SystemV;

/// <summary>A refusal names the cause and the command that helps.</summary>
public class SharedMemoryErrorTests : SystemVTest
{
    [Fact]
    public void Too_few_huge_pages()
    {
        HugePagePool pool = HugePagePool.Read(1L << 21);
        string? forbidden = HugePages.WhyForbidden();
        Assert.SkipWhen(forbidden is not null, forbidden ?? string.Empty);
        long wanted = pool.Available + 8;
        FrameRingException error = Assert.Throws<FrameRingException>(() => NewSegment(wanted << 21, SharedMemoryOptions.HugePages2M));
        Assert.Equal((FrameRingError.HugePagesUnavailable, LibC.ENOMEM), (error.Error, error.Errno));
        Assert.Contains($"needs {wanted} free huge pages of 2 MiB, there are {pool.Available}", error.Cause);
        Assert.Contains(pool.ReserveCommand(pool.Total + 8), error.Remedy);
        Assert.Equal($"{error.Operation}: {error.Cause}. {error.Remedy}", error.Message);
    }

    // What the kernel says on a machine without pages of 1 GiB, which this one may have.
    [Fact]
    public void A_size_of_huge_pages_that_the_machine_does_not_have_is_told_with_those_it_has()
    {
        FrameRingException error = SharedMemoryCreationError.Create(1L << 30, Interop.Shm.SHM_HUGETLB | (30 << 26), LibC.EINVAL);
        Assert.Equal(FrameRingError.HugePagesUnavailable, error.Error);
        Assert.Contains("this machine has no huge pages of that size", error.Cause);
        Assert.All(HugePagePool.FindSizes(), size => Assert.Contains($"{size >> 20} MiB", error.Remedy));
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void The_command_for_the_default_size_is_sysctl()
    {
        HugePagePool pool = HugePagePool.Read(HugePagePool.DefaultPageSize());
        Assert.Equal("sudo sysctl vm.nr_hugepages=12", pool.ReserveCommand(12));
        Assert.Equal("echo 3 | sudo tee /sys/kernel/mm/hugepages/hugepages-64kB/nr_hugepages", new HugePagePool(1L << 16, 0, 0).ReserveCommand(3));
    }

    [Fact]
    public void The_remedy_for_too_few_huge_pages_is_enough()
    {
        HugePagePool pool = HugePagePool.Read(1L << 21);
        using HugePages? pages = HugePages.TryReserve(pool.Available + 4, out string reason);
        Assert.SkipWhen(pages is null, reason);
        SharedMemorySegment segment = NewSegment((pool.Available + 4) << 21, SharedMemoryOptions.HugePages2M);
        Assert.Equal((pool.Available + 4) << 21, segment.GetStatus().Size);
        segment.Remove();
    }

    [Fact]
    public void Zero_bytes() => Refused(0, SharedMemoryOptions.None, FrameRingError.InvalidArgument, LibC.EINVAL, "at least 1");

    [Fact]
    public void Larger_than_a_segment_may_be() => Elsewhere(() =>
    {
        IpcNamespace.SetLimit("shmmax", $"8192");
        FrameRingException error = Refused(8193, SharedMemoryOptions.None, FrameRingError.LimitExceeded, LibC.EINVAL, "kernel.shmmax allows 8192 bytes");
        Assert.Equal("Raise it: sudo sysctl kernel.shmmax=8193", error.Remedy);
        IpcNamespace.SetLimit("shmmax", $"8193");
        SharedMemorySegment.CreatePrivate(8193, Mode);
    });

    [Fact]
    public void More_segments_than_there_may_be() => Elsewhere(() =>
    {
        SharedMemorySegment.CreatePrivate(1, Mode);
        SharedMemorySegment.CreatePrivate(1, Mode);
        IpcNamespace.SetLimit("shmmni", $"2");
        FrameRingException error = Refused(4096, SharedMemoryOptions.None, FrameRingError.LimitExceeded, LibC.ENOSPC, "already 2 segments and kernel.shmmni allows 2");
        Assert.StartsWith("Raise it: sudo sysctl kernel.shmmni=4 ", error.Remedy);
        IpcNamespace.SetLimit("shmmni", $"4");
        SharedMemorySegment.CreatePrivate(4096, Mode);
    });

    [Fact]
    public void More_pages_than_all_segments_may_have() => Elsewhere(() =>
    {
        SharedMemorySegment.CreatePrivate(3 * Environment.SystemPageSize, Mode);
        IpcNamespace.SetLimit("shmall", $"4");
        long size = 2 * Environment.SystemPageSize;
        FrameRingException error = Refused(size, SharedMemoryOptions.None, FrameRingError.LimitExceeded, LibC.ENOSPC, "needs 2 pages, 3 are in use, and kernel.shmall allows 4");
        Assert.Equal("Raise it: sudo sysctl kernel.shmall=5", error.Remedy);
        IpcNamespace.SetLimit("shmall", $"5");
        SharedMemorySegment.CreatePrivate(size, Mode);
    });

    [Fact]
    public void Another_user_is_refused_and_told_whom_to_ask()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Becoming another user needs root.");
        SharedMemorySegment segment = NewSegment(mode: (UnixFileMode)0x180);
        SemaphoreSet set = NewSet(mode: (UnixFileMode)0x180);
        using ChildProcess child = ChildProcess.Peer("try-as-nobody", $"{segment.Id}", $"{set.Id}");
        for (int i = 0; i < 5; i++)
        {
            string line = child.ReadLine();
            Assert.StartsWith("AccessDenied: Ask the owner", line);
        }

        string huge = child.ReadLine();
        Assert.SkipWhen(huge == "allowed", "vm.hugetlb_shm_group lets everybody use huge pages.");
        Assert.Equal("HugePagesUnavailable: Allow the group: sudo sysctl vm.hugetlb_shm_group=65534 (or give the process CAP_IPC_LOCK).", huge);
        child.Expect("True");
        Assert.Equal(0, child.Finish());
    }

    private static void Elsewhere(Action action) => Assert.SkipUnless(IpcNamespace.TryRun(action, out string reason), reason);

    private static FrameRingException Refused(long size, SharedMemoryOptions options, FrameRingError kind, int errno, string cause)
    {
        FrameRingException error = Assert.Throws<FrameRingException>(() => SharedMemorySegment.CreatePrivate(size, Mode, options));
        Assert.Equal((kind, errno), (error.Error, error.Errno));
        Assert.Contains(cause, error.Cause);
        return error;
    }
}
