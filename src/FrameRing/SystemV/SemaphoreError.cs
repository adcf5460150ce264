using Tmds.Linux;

namespace FrameRing.SystemV;

/// <summary>Why semget(2) or semop(2) refused, and the command that would help.</summary>
internal static class SemaphoreError
{
    internal static FrameRingException Creation(int count, int errno)
    {
        string operation = $"Create a set of {count} semaphores (semget)";
        SemaphoreLimits limits = SemaphoreLimits.Read();
        // Every number of the four that is too low, also where it is 0: the kernel tells the first that stops it and no other.
        string command = SemaphoreLimits.RaiseCommand(
            Math.Max(limits.MaxSemaphoresPerSet, count),
            (int)Math.Max(limits.MaxSemaphores, Math.Min(int.MaxValue, (long)limits.UsedSemaphores + count)),
            limits.MaxOperationsPerCall,
            Math.Max(limits.MaxSets, limits.UsedSets + 1));
        if (errno == LibC.EINVAL)
        {
            return count > limits.MaxSemaphoresPerSet
                ? new(FrameRingError.LimitExceeded, operation, $"a set may have {limits.MaxSemaphoresPerSet} semaphores (SEMMSL)", $"Raise it: {command}", errno)
                : new(FrameRingError.InvalidArgument, operation, "a set needs at least 1 semaphore", null, errno);
        }

        if (errno == LibC.ENOSPC)
        {
            string cause = limits.UsedSets >= limits.MaxSets
                ? $"there are already {limits.UsedSets} sets and kernel.sem allows {limits.MaxSets} (SEMMNI)"
                : $"there are already {limits.UsedSemaphores} semaphores and kernel.sem allows {limits.MaxSemaphores} (SEMMNS)";
            return new(FrameRingError.LimitExceeded, operation, cause, $"Raise it: {command} (or remove unused sets, see ipcs -s)", errno);
        }

        return SystemVError.Create(operation, errno);
    }

    internal static FrameRingException Operation(int id, int operations, int errno)
    {
        string operation = $"Operate on the semaphore set {id} (semtimedop)";
        return errno switch
        {
            _ when errno == LibC.EFBIG => new(FrameRingError.InvalidArgument, operation, "an operation names a semaphore that the set does not have", null, errno),
            _ when errno == LibC.E2BIG => new(FrameRingError.LimitExceeded, operation, $"{operations} operations are more than one call may have (SEMOPM)", "Use fewer operations in one call, or raise the third number of kernel.sem.", errno),
            _ when errno == LibC.ERANGE => new(FrameRingError.InvalidArgument, operation, "a value, or what is to be undone at exit, would leave the range 0 to 32767", null, errno),
            _ when errno == LibC.ENOSPC => new(FrameRingError.LimitExceeded, operation, "the kernel has no room for another process that undoes at exit", "End processes that use semaphores with SEM_UNDO.", errno),
            _ when errno == LibC.EACCES => new(FrameRingError.AccessDenied, operation, SystemVError.Text(errno), "Ask the owner of the set for permission to alter it (mode and group), or run as the owner.", errno),
            _ => SystemVError.Create(operation, errno),
        };
    }
}
