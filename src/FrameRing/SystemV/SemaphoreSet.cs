using System.Runtime.InteropServices;
using FrameRing.Interop;
using Tmds.Linux;

namespace FrameRing.SystemV;

/// <summary>
/// A System V semaphore set, named by its id. A plain value: it owns nothing; a set lives until somebody calls <see cref="Remove"/>.
/// Errors are <see cref="FrameRingException"/>; all calls are safe on any thread. Only <see cref="TryOperate"/> can block.
/// Sources: semget(2), semop(2), semctl(2), sysvipc(7).
/// </summary>
/// <param name="Id">The id that semget(2) gave.</param>
public readonly unsafe partial record struct SemaphoreSet(int Id)
{
    /// <summary>Creates a set without a key (IPC_PRIVATE); others reach it by its id.</summary>
    /// <param name="count">Semaphores in the set, at least 1. Linux starts each with the value 0.</param>
    /// <param name="mode">Permission bits, as those of a file; "write" means "alter".</param>
    /// <returns>The set.</returns>
    public static SemaphoreSet CreatePrivate(int count, UnixFileMode mode)
    {
        int id = Sem.semget(Shm.IPC_PRIVATE, count, Shm.IPC_CREAT | ((int)mode & PermissionBits.All));
        return id >= 0 ? new SemaphoreSet(id) : throw SemaphoreError.Creation(count, Marshal.GetLastPInvokeError());
    }

    /// <summary>Creates a set with a key that nobody has yet (IPC_CREAT | IPC_EXCL).</summary>
    /// <param name="key">The key; not 0.</param>
    /// <param name="count">Semaphores in the set, at least 1. Linux starts each with the value 0.</param>
    /// <param name="mode">Permission bits; "write" means "alter".</param>
    /// <param name="set">The set.</param>
    /// <returns>False if the key is taken.</returns>
    public static bool TryCreate(int key, int count, UnixFileMode mode, out SemaphoreSet set)
    {
        int id = Sem.semget(ThrowIfPrivate(key), count, Shm.IPC_CREAT | Shm.IPC_EXCL | ((int)mode & PermissionBits.All));
        int errno = Marshal.GetLastPInvokeError();
        set = new SemaphoreSet(id);
        return id >= 0 || (errno == LibC.EEXIST ? false : throw SemaphoreError.Creation(count, errno));
    }

    /// <summary>Creates a set with a key; a taken key is an error (<see cref="FrameRingError.AlreadyExists"/>).</summary>
    /// <param name="key">The key; not 0.</param>
    /// <param name="count">Semaphores in the set, at least 1.</param>
    /// <param name="mode">Permission bits; "write" means "alter".</param>
    /// <returns>The set.</returns>
    public static SemaphoreSet Create(int key, int count, UnixFileMode mode) =>
        TryCreate(key, count, mode, out SemaphoreSet set)
            ? set
            : throw SystemVError.Create($"Create the semaphore set of key 0x{key:x8} (semget)", LibC.EEXIST);

    /// <summary>Finds the set of a key. Needs no permission; using it does.</summary>
    /// <param name="key">The key; not 0.</param>
    /// <param name="set">The set.</param>
    /// <returns>False if there is none.</returns>
    public static bool TryOpen(int key, out SemaphoreSet set)
    {
        int id = Sem.semget(ThrowIfPrivate(key), 0, 0);
        int errno = Marshal.GetLastPInvokeError();
        set = new SemaphoreSet(id);
        return id >= 0 || (errno == LibC.ENOENT ? false : throw SystemVError.Create($"Open the semaphore set of key 0x{key:x8} (semget)", errno));
    }

    /// <summary>Finds the set of a key; none is an error (<see cref="FrameRingError.NotFound"/>).</summary>
    /// <param name="key">The key; not 0.</param>
    /// <returns>The set.</returns>
    public static SemaphoreSet Open(int key) =>
        TryOpen(key, out SemaphoreSet set)
            ? set
            : throw SystemVError.Create($"Open the semaphore set of key 0x{key:x8} (semget)", LibC.ENOENT);

    /// <summary>Asks the kernel about the set (IPC_STAT); needs read permission.</summary>
    /// <returns>All that it tells.</returns>
    public SemaphoreSetStatus GetStatus() =>
        TryGetStatus(out SemaphoreSetStatus status) ? status : throw SystemVError.Create($"Look at the semaphore set {Id} (semctl IPC_STAT)", LibC.EIDRM);

    /// <summary>Asks the kernel about the set unless it is gone; needs read permission.</summary>
    /// <param name="status">All that it tells.</param>
    /// <returns>False if there is no such set any more.</returns>
    public bool TryGetStatus(out SemaphoreSetStatus status)
    {
        Sem.semid_ds data;
        status = default;
        if (Sem.semctl(Id, 0, Shm.IPC_STAT, (nint)(&data)) < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            return IsGone(errno) ? false : throw SystemVError.Create($"Look at the semaphore set {Id} (semctl IPC_STAT)", errno);
        }

        bool x64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        status = new SemaphoreSetStatus(
            data.sem_perm.__key,
            data.sem_perm.uid,
            data.sem_perm.gid,
            data.sem_perm.cuid,
            data.sem_perm.cgid,
            (UnixFileMode)(data.sem_perm.mode & PermissionBits.All),
            data.sem_perm.__seq,
            (int)(x64 ? data.x64.sem_nsems : data.generic.sem_nsems),
            Time(x64 ? data.x64.sem_otime : data.generic.sem_otime),
            Time(x64 ? data.x64.sem_ctime : data.generic.sem_ctime));
        return true;
    }

    /// <summary>Changes owner and mode (IPC_SET); only for the owner, the creator or root.</summary>
    /// <param name="mode">Permission bits; null leaves them.</param>
    /// <param name="ownerUid">Owning user; null leaves it.</param>
    /// <param name="ownerGid">Owning group; null leaves it.</param>
    public void SetOwnership(UnixFileMode? mode = null, uint? ownerUid = null, uint? ownerGid = null)
    {
        Sem.semid_ds data;
        _ = Control(0, Shm.IPC_STAT, (nint)(&data), "Look at");
        data.sem_perm.mode = (mode is { } bits ? (uint)bits : data.sem_perm.mode) & PermissionBits.All;
        data.sem_perm.uid = ownerUid ?? data.sem_perm.uid;
        data.sem_perm.gid = ownerGid ?? data.sem_perm.gid;
        _ = Control(0, Shm.IPC_SET, (nint)(&data), "Change owner or mode of");
    }

    /// <summary>Removes the set at once (IPC_RMID). Everybody who waits on it is woken with <see cref="SemaphoreResult.Removed"/>. Already gone is fine.</summary>
    public void Remove()
    {
        if (Sem.semctl(Id, 0, Shm.IPC_RMID, 0) < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (!IsGone(errno))
            {
                throw SystemVError.Create($"Remove the semaphore set {Id} (semctl IPC_RMID)", errno);
            }
        }
    }

    private int Control(int index, int command, nint argument, string verb)
    {
        int result = Sem.semctl(Id, index, command, argument);
        return result >= 0 ? result : throw SystemVError.Create($"{verb} the semaphore set {Id} (semctl)", Marshal.GetLastPInvokeError());
    }

    private static bool IsGone(int errno) => errno == LibC.EINVAL || errno == LibC.EIDRM;

    private static DateTimeOffset? Time(long seconds) => seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);

    private static int ThrowIfPrivate(int key) =>
        key != Shm.IPC_PRIVATE ? key : throw new ArgumentOutOfRangeException(nameof(key), "0 is IPC_PRIVATE and leads to no set.");
}
