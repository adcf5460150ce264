using System.Runtime.InteropServices;
using FrameRing.Interop;

namespace FrameRing.SystemV;

/// <summary>The system's limits for semaphores, and how much of them is used: IPC_INFO and SEM_INFO of semctl(2), kernel.sem in proc(5).</summary>
/// <param name="MaxSets">SEMMNI: number of sets.</param>
/// <param name="MaxSemaphoresPerSet">SEMMSL.</param>
/// <param name="MaxSemaphores">SEMMNS: semaphores of all sets together.</param>
/// <param name="MaxOperationsPerCall">SEMOPM: length of the array given to semop(2).</param>
/// <param name="MaxValue">SEMVMX: the largest value of a semaphore.</param>
/// <param name="UsedSets">Sets that exist.</param>
/// <param name="UsedSemaphores">Semaphores of all sets together that exist.</param>
public readonly record struct SemaphoreLimits(
    int MaxSets,
    int MaxSemaphoresPerSet,
    int MaxSemaphores,
    int MaxOperationsPerCall,
    int MaxValue,
    int UsedSets,
    int UsedSemaphores)
{
    /// <summary>Asks the kernel about the IPC namespace this process is in. Needs no permission; does not block; safe on any thread.</summary>
    /// <returns>Limits and use at this moment.</returns>
    /// <exception cref="FrameRingException">The kernel has no System V semaphores.</exception>
    public static unsafe SemaphoreLimits Read()
    {
        // SEM_INFO gives the limits of IPC_INFO too, with the use in two fields that mean nothing else on Linux.
        Sem.seminfo info;
        return Sem.semctl(0, 0, Sem.SEM_INFO, (nint)(&info)) >= 0
            ? new SemaphoreLimits(info.semmni, info.semmsl, info.semmns, info.semopm, info.semvmx, info.semusz, info.semaem)
            : throw SystemVError.Create("Look at the limits of semaphores (semctl SEM_INFO)", Marshal.GetLastPInvokeError());
    }

    /// <summary>The command that sets the four limits of kernel.sem.</summary>
    /// <param name="perSet">SEMMSL.</param>
    /// <param name="inAll">SEMMNS.</param>
    /// <param name="perCall">SEMOPM.</param>
    /// <param name="sets">SEMMNI.</param>
    /// <returns>A line for a shell.</returns>
    internal static string RaiseCommand(int perSet, int inAll, int perCall, int sets) =>
        $"sudo sysctl -w kernel.sem=\"{perSet} {inAll} {perCall} {sets}\"";
}
