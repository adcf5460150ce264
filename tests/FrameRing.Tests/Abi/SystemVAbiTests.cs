using FrameRing.Interop;
using FrameRing.SystemV;
using FrameRing.Testing;
using System.Runtime.InteropServices;

namespace FrameRing.Tests.Abi;

/// <summary>Structs and constants of shm, sem and ipc, against the headers of this machine.</summary>
public class SystemVAbiTests
{
    // glibc's headers lack the page sizes; linux/shm.h has them but cannot be included beside sys/shm.h.
    private static readonly string[] s_kernelOnly = ["SHM_HUGE_2MB", "SHM_HUGE_1GB"];

    [Fact]
    public void Shared_memory_is_laid_out_as_in_C() => Passes(
        new CAssertions()
            .Include("sys/ipc.h")
            .Include("sys/shm.h")
            .Struct(typeof(Shm.ipc_perm), "struct ipc_perm")
            .Struct(typeof(Shm.shmid_ds), "struct shmid_ds")
            .Struct(typeof(Shm.shm_info), "struct shm_info")
            .Constants(typeof(Shm), name => !s_kernelOnly.Contains(name)));

    [Fact]
    public void Flags_are_those_of_the_kernel() => Passes(
        new CAssertions()
            .Include("linux/shm.h")
            .Constants(typeof(Shm), name => name.StartsWith("SHM_", StringComparison.Ordinal) && name is not ("SHM_DEST" or "SHM_LOCKED")));

    [Fact]
    public void Semaphores_are_laid_out_as_in_C() => Passes(
        new CAssertions()
            .Include("time.h")
            .Include("sys/ipc.h")
            .Include("sys/sem.h")
            .Struct(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? typeof(Sem.semid_ds_x64) : typeof(Sem.semid_ds_generic), "struct semid_ds")
            .Struct(typeof(Sem.sembuf), "struct sembuf")
            .Struct(typeof(Sem.timespec), "struct timespec")
            .Struct(typeof(Sem.seminfo), "struct seminfo")
            .Constants(typeof(Sem), _ => true));

    [Fact]
    public void Semaphores_of_other_machines_are_laid_out_as_the_generic_header_says() => Passes(
        new CAssertions()
            .Include("linux/ipc.h")
            .Include("asm-generic/sembuf.h")
            .Struct(typeof(Sem.semid_ds_generic), "struct semid64_ds"));

    [Fact]
    public void The_buffer_for_a_set_has_room_for_either_layout() =>
        Assert.True(Marshal.SizeOf<Sem.semid_ds>() >= Math.Max(Marshal.SizeOf<Sem.semid_ds_x64>(), Marshal.SizeOf<Sem.semid_ds_generic>()));

    [Fact]
    public unsafe void A_public_operation_is_a_sembuf() => Assert.Equal(sizeof(Sem.sembuf), sizeof(SemaphoreOperation));

    [Theory]
    [InlineData(80, 8, "shm_nattch offset")]
    [InlineData(88, 4, "shm_nattch size")]
    public void A_wrong_field_is_detected(int offset, int size, string complaint)
    {
        Assert.SkipUnless(Cc.IsAvailable, Cc.MissingReason);
        (bool succeeded, string output) = new CAssertions().Include("sys/shm.h").Field("struct shmid_ds", "shm_nattch", offset, size).Compile();
        Assert.False(succeeded);
        Assert.Contains($"static assertion failed: \"struct shmid_ds.{complaint}\"", output);
    }

    [Fact]
    public void A_wrong_struct_is_detected()
    {
        Assert.SkipUnless(Cc.IsAvailable, Cc.MissingReason);
        Type wrong = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? typeof(Sem.semid_ds_generic) : typeof(Sem.semid_ds_x64);
        (bool succeeded, string output) = new CAssertions().Include("sys/sem.h").Struct(wrong, "struct semid_ds").Compile();
        Assert.False(succeeded);
        Assert.Contains("sem_ctime offset", output);
    }

    [Fact]
    public void A_wrong_constant_is_detected()
    {
        Assert.SkipUnless(Cc.IsAvailable, Cc.MissingReason);
        (bool succeeded, string output) = new CAssertions().Include("sys/shm.h").Constant("SHM_RDONLY", Shm.SHM_RDONLY + 1).Compile();
        Assert.False(succeeded);
        Assert.Contains("SHM_RDONLY value", output);
    }

    private static void Passes(CAssertions assertions)
    {
        Assert.SkipUnless(Cc.IsAvailable, Cc.MissingReason);
        Assert.True(assertions.Count > 3, "nothing to check");
        (bool succeeded, string output) = assertions.Compile();
        Assert.True(succeeded, output);
    }
}
