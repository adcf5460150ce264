using System.Diagnostics;
using System.Runtime.InteropServices;
using FrameRing.Interop;
using Tmds.Linux;

namespace FrameRing.SystemV;

public readonly unsafe partial record struct SemaphoreSet
{
    /// <summary>
    /// Does all operations in one step or none (semtimedop(2)). Blocks the thread until they can be done, the timeout is over or the set
    /// is removed; a signal does not end the wait, and does not make it longer. Allocates nothing.
    /// </summary>
    /// <param name="operations">At least one. Needs permission to alter, for waiting for 0 only to read.</param>
    /// <param name="timeout">
    /// Longest wait on CLOCK_MONOTONIC; 0 does not wait; null or <see cref="Timeout.InfiniteTimeSpan"/> waits without an end.
    /// </param>
    /// <returns>Whether they were done.</returns>
    /// <exception cref="ArgumentException">No operations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative timeout.</exception>
    /// <exception cref="FrameRingException">Not permitted, no such semaphore in the set, a value out of range, or a limit of the system.</exception>
    public SemaphoreResult TryOperate(ReadOnlySpan<SemaphoreOperation> operations, TimeSpan? timeout = null)
    {
        if (operations.IsEmpty)
        {
            throw new ArgumentException("At least one operation is needed.", nameof(operations));
        }

        bool endless = timeout is null || timeout == Timeout.InfiniteTimeSpan;
        TimeSpan remaining = endless ? TimeSpan.Zero : timeout!.Value;
        ArgumentOutOfRangeException.ThrowIfLessThan(remaining, TimeSpan.Zero, nameof(timeout));
        long start = Stopwatch.GetTimestamp();
        fixed (SemaphoreOperation* first = operations)
        {
            while (true)
            {
                Sem.timespec limit = new()
                {
                    tv_sec = remaining.Ticks / TimeSpan.TicksPerSecond,
                    tv_nsec = remaining.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick,
                };
                if (Sem.semtimedop(Id, (Sem.sembuf*)first, (nuint)operations.Length, endless ? null : &limit) == 0)
                {
                    return SemaphoreResult.Ok;
                }

                int errno = Marshal.GetLastPInvokeError();
                if (errno != LibC.EINTR)
                {
                    return errno == LibC.EAGAIN ? SemaphoreResult.WouldBlock
                        : IsGone(errno) ? SemaphoreResult.Removed
                        : throw SemaphoreError.Operation(Id, operations.Length, errno);
                }

                // semtimedop is never restarted after a signal (signal(7)), whatever SA_RESTART says. Ask once more even if the
                // time is over: 0 left still does what can be done at once.
                if (!endless)
                {
                    TimeSpan left = timeout!.Value - Stopwatch.GetElapsedTime(start);
                    remaining = left > TimeSpan.Zero ? left : TimeSpan.Zero;
                }
            }
        }
    }

    /// <summary>Reads a value (GETVAL): one system call, allocates nothing. Needs read permission.</summary>
    /// <param name="index">Semaphore in the set, from 0.</param>
    /// <param name="value">The value at this moment, 0 to 32767; 0 if the set is gone.</param>
    /// <returns>False if there is no such set any more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The set has no such semaphore.</exception>
    public bool TryGetValue(int index, out int value) => TryQuery(index, Sem.GETVAL, out value);

    /// <summary>Reads a value (GETVAL): one system call, allocates nothing. Needs read permission.</summary>
    /// <param name="index">Semaphore in the set, from 0.</param>
    /// <returns>The value at this moment, 0 to 32767.</returns>
    /// <exception cref="FrameRingException">The set is gone or may not be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The set has no such semaphore.</exception>
    public int GetValue(int index) => Query(index, Sem.GETVAL);

    /// <summary>Process that last operated on the semaphore (GETPID): by semop(2), by SETVAL or SETALL, or by the undo at its end.</summary>
    /// <param name="index">Semaphore in the set, from 0.</param>
    /// <returns>Process id in this process's namespace; 0 if there was none or it is not visible here.</returns>
    public int GetLastPid(int index) => Query(index, Sem.GETPID);

    /// <summary>Callers that wait for the value to grow (GETNCNT).</summary>
    /// <param name="index">Semaphore in the set, from 0.</param>
    /// <returns>Their number at this moment.</returns>
    public int GetWaitersForIncrease(int index) => Query(index, Sem.GETNCNT);

    /// <summary>Callers that wait for the value 0 (GETZCNT).</summary>
    /// <param name="index">Semaphore in the set, from 0.</param>
    /// <returns>Their number at this moment.</returns>
    public int GetWaitersForZero(int index) => Query(index, Sem.GETZCNT);

    /// <summary>Sets a value (SETVAL), wakes whom that concerns, and clears what all processes would have undone to it at their end.</summary>
    /// <param name="index">Semaphore in the set, from 0.</param>
    /// <param name="value">0 to 32767.</param>
    public void SetValue(int index, int value)
    {
        ThrowIfNotAValue(value);
        if (Sem.semctl(Id, index, Sem.SETVAL, value) < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            ThrowIfNoSuchIndex(index, errno);
            throw SystemVError.Create($"Set semaphore {index} of the set {Id} (semctl SETVAL)", errno);
        }
    }

    /// <summary>Reads all values in one step (GETALL).</summary>
    /// <param name="values">Room for exactly as many values as the set has semaphores.</param>
    public void GetValues(Span<ushort> values)
    {
        if (!TryGetValues(values))
        {
            throw SystemVError.Create($"Read all values of the semaphore set {Id} (semctl)", LibC.EIDRM);
        }
    }

    /// <summary>Reads all values in one step (GETALL) unless the set is gone: two system calls, allocates nothing. Needs read permission.</summary>
    /// <param name="values">Room for exactly as many values as the set has semaphores.</param>
    /// <returns>False if there is no such set any more.</returns>
    public bool TryGetValues(Span<ushort> values)
    {
        if (!TryGetStatus(out SemaphoreSetStatus status))
        {
            return false;
        }

        ThrowIfNotTheCount(values.Length, status.Count);
        fixed (ushort* first = values)
        {
            if (Sem.semctl(Id, 0, Sem.GETALL, (nint)first) >= 0)
            {
                return true;
            }
        }

        int errno = Marshal.GetLastPInvokeError();
        return IsGone(errno) ? false : throw SystemVError.Create($"Read all values of the semaphore set {Id} (semctl)", errno);
    }

    /// <summary>Sets all values in one step (SETALL), wakes whom that concerns, and clears what all processes would have undone at their end.</summary>
    /// <param name="values">Exactly as many values, 0 to 32767, as the set has semaphores.</param>
    public void SetValues(ReadOnlySpan<ushort> values)
    {
        ThrowIfNotTheCount(values.Length, GetStatus().Count);
        foreach (ushort value in values)
        {
            ThrowIfNotAValue(value);
        }

        fixed (ushort* first = values)
        {
            _ = Control(0, Sem.SETALL, (nint)first, "Set all values of");
        }
    }

    private bool TryQuery(int index, int command, out int result)
    {
        result = Sem.semctl(Id, index, command, 0);
        if (result >= 0)
        {
            return true;
        }

        int errno = Marshal.GetLastPInvokeError();
        result = 0;
        ThrowIfNoSuchIndex(index, errno);
        return IsGone(errno) ? false : throw SystemVError.Create($"Look at semaphore {index} of the set {Id} (semctl)", errno);
    }

    private int Query(int index, int command) =>
        TryQuery(index, command, out int result)
            ? result
            : throw SystemVError.Create($"Look at semaphore {index} of the set {Id} (semctl)", LibC.EIDRM);

    // EINVAL means both "no such set" and "no such semaphore in it"; only the first is normal life.
    private void ThrowIfNoSuchIndex(int index, int errno)
    {
        if (errno == LibC.EINVAL && TryGetStatus(out SemaphoreSetStatus status) && (uint)index >= (uint)status.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The set has {status.Count} semaphores.");
        }
    }

    // The kernel reads or writes as many values as the set has, whatever room there is.
    private static void ThrowIfNotTheCount(int length, int count)
    {
        if (length != count)
        {
            throw new ArgumentException($"The set has {count} semaphores, not {length}.");
        }
    }

    private static void ThrowIfNotAValue(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, short.MaxValue);
    }
}
