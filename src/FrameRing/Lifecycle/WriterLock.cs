using System.Runtime.InteropServices;
using FrameRing.Interop;
using FrameRing.SystemV;
using Tmds.Linux;

namespace FrameRing.Lifecycle;

/// <summary>
/// The semaphore that says whether a ring has a living writer: 1 while it lives. The kernel takes the 1 back when the process ends,
/// however it ends (SEM_UNDO, semop(2)), so it never lies and never needs repair.
/// </summary>
internal sealed unsafe class WriterLock : IDisposable
{
    private bool _removed;

    private WriterLock(int id) => Id = id;

    internal int Id { get; }

    /// <summary>Takes the lock of a name, creating the semaphore if there is none.</summary>
    internal static WriterLock Acquire(string name, int mode)
    {
        int key = RingName.ToKey(name);
        string operation = $"Start a producer for ring '{name}'";

        // One atomic step: wait for 0 without waiting, then raise to 1.
        Sem.sembuf* steps = stackalloc Sem.sembuf[2];
        steps[0] = new Sem.sembuf { sem_num = 0, sem_op = 0, sem_flg = Shm.IPC_NOWAIT };
        steps[1] = new Sem.sembuf { sem_num = 0, sem_op = 1, sem_flg = Shm.IPC_NOWAIT | Sem.SEM_UNDO };
        while (true)
        {
            int id = Sem.semget(key, 1, Shm.IPC_CREAT | (mode & 0x1FF));
            if (id < 0)
            {
                throw OpenError(operation, key, Marshal.GetLastPInvokeError());
            }

            ThrowIfNotOurs(operation, key, id);

            if (Sem.semop(id, steps, 2) == 0)
            {
                return new WriterLock(id);
            }

            int errno = Marshal.GetLastPInvokeError();
            if (errno == LibC.EAGAIN)
            {
                int pid = HolderPid(id);
                string? command = ProcessIdentity.ReadCommand(pid);
                throw new FrameRingException(
                    FrameRingError.WriterActive,
                    operation,
                    $"process {pid}{(command is null ? string.Empty : $" ({command})")} already writes it",
                    "Stop that process, or choose another name with --ring.");
            }

            // Removed by the previous writer's clean end between the two calls: look again.
            if (errno != LibC.EIDRM && errno != LibC.EINVAL && errno != LibC.EINTR)
            {
                throw errno == LibC.ENOSPC
                    ? new FrameRingException(FrameRingError.LimitExceeded, operation, "the kernel's list of semaphore undo entries is full", "Raise the semaphore limits: see kernel.sem in proc(5).", errno)
                    : SystemVError.Create($"{operation} (semop)", errno);
            }
        }
    }

    /// <summary>Whether the semaphore's writer lives. Cheap: one system call, nothing allocated.</summary>
    /// <returns>Null if the semaphore is gone or may not be read.</returns>
    internal static bool? IsHeld(int id)
    {
        int value = Sem.semctl(id, 0, Sem.GETVAL, 0);
        return value < 0 ? null : value > 0;
    }

    /// <summary>The process that last changed the semaphore: the writer while it lives.</summary>
    internal static int HolderPid(int id) => Math.Max(0, Sem.semctl(id, 0, Sem.GETPID, 0));

    /// <summary>The semaphore of a name without creating it; -1 if there is none.</summary>
    internal static int Find(string name) => Sem.semget(RingName.ToKey(name), 1, 0);

    internal static void Remove(int id) => _ = Sem.semctl(id, 0, Shm.IPC_RMID, 0);

    internal void SetGroup(uint gid, int mode)
    {
        SemaphoreStatus data = default;
        if (Sem.semctl(Id, 0, Shm.IPC_STAT, (nint)(&data)) == 0)
        {
            data.Permissions.gid = gid;
            data.Permissions.mode = (uint)mode & 0x1FF;
            if (Sem.semctl(Id, 0, Shm.IPC_SET, (nint)(&data)) == 0)
            {
                return;
            }
        }

        throw SystemVError.Create($"Give the writer semaphore {Id} to group {gid} (semctl)", Marshal.GetLastPInvokeError());
    }

    /// <summary>Removes the semaphore, which also gives up the lock: the last step of a clean end.</summary>
    public void Dispose()
    {
        if (!_removed)
        {
            _removed = true;
            Remove(Id);
        }
    }

    private static void ThrowIfNotOurs(string operation, int key, int id)
    {
        SemaphoreStatus data = default;
        uint self = LibC.geteuid();
        if (Sem.semctl(id, 0, Shm.IPC_STAT, (nint)(&data)) == 0 && data.Permissions.cuid != self && data.Permissions.cuid != 0 && self != 0)
        {
            throw new FrameRingException(
                FrameRingError.ForeignObject,
                operation,
                $"the semaphore of key 0x{key:x8} was created by user {data.Permissions.cuid}",
                $"Choose another name, or have its owner remove it: ipcrm -S 0x{key:x8}");
        }
    }

    private static FrameRingException OpenError(string operation, int key, int errno)
    {
        if (errno == LibC.EINVAL || errno == LibC.EACCES)
        {
            return new(
                FrameRingError.ForeignObject,
                operation,
                $"the System V key 0x{key:x8} is taken by a semaphore set that is not this user's ring ({SystemVError.Text(errno)})",
                $"Choose another name, or remove the set if it is yours: ipcrm -S 0x{key:x8}",
                errno);
        }

        return errno == LibC.ENOSPC
            ? new(FrameRingError.LimitExceeded, operation, "the system allows no more semaphore sets", "Remove unused ones (see ipcs -s) or raise the limits: see kernel.sem in proc(5).", errno)
            : SystemVError.Create($"{operation} (semget)", errno);
    }

    // struct semid_ds of 64-bit Linux: its layout behind the permissions differs between machines, so only they are named.
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct SemaphoreStatus
    {
        [FieldOffset(0)] public Shm.ipc_perm Permissions;
    }
}
