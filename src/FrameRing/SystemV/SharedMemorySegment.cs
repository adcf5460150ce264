using System.Runtime.InteropServices;
using FrameRing.Interop;
using Tmds.Linux;

namespace FrameRing.SystemV;

/// <summary>
/// A System V shared memory segment, named by its id. A plain value: it owns nothing; a segment lives until somebody marks it with
/// <see cref="Remove"/> and the last process has detached. Errors are <see cref="FrameRingException"/>; all calls are safe on any thread.
/// Sources: shmget(2), shmat(2), shmctl(2), sysvipc(7).
/// </summary>
/// <param name="Id">The id that shmget(2) gave.</param>
public readonly unsafe record struct SharedMemorySegment(int Id)
{
    /// <summary>Creates a segment without a key (IPC_PRIVATE); others reach it by its id.</summary>
    /// <param name="size">Bytes; the kernel rounds up to whole pages. With huge pages give a multiple of their size.</param>
    /// <param name="mode">Permission bits, as those of a file.</param>
    /// <param name="options">Pages and reservation.</param>
    /// <returns>The segment, filled with zeros.</returns>
    public static SharedMemorySegment CreatePrivate(long size, UnixFileMode mode, SharedMemoryOptions options = SharedMemoryOptions.None) =>
        new(Get(Shm.IPC_PRIVATE, size, Shm.IPC_CREAT | (int)options | ((int)mode & PermissionBits.All)));

    /// <summary>Creates a segment with a key that nobody has yet (IPC_CREAT | IPC_EXCL).</summary>
    /// <param name="key">The key; not 0.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="mode">Permission bits.</param>
    /// <param name="segment">The segment, filled with zeros.</param>
    /// <param name="options">Pages and reservation.</param>
    /// <returns>False if the key is taken.</returns>
    public static bool TryCreate(int key, long size, UnixFileMode mode, out SharedMemorySegment segment, SharedMemoryOptions options = SharedMemoryOptions.None)
    {
        int id = Shm.shmget(ThrowIfPrivate(key), (nuint)size, Shm.IPC_CREAT | Shm.IPC_EXCL | (int)options | ((int)mode & PermissionBits.All));
        int errno = Marshal.GetLastPInvokeError();
        segment = new SharedMemorySegment(id);
        return id >= 0 || (errno == LibC.EEXIST ? false : throw CreationError(size, (int)options, errno));
    }

    /// <summary>Creates a segment with a key; a taken key is an error (<see cref="FrameRingError.AlreadyExists"/>).</summary>
    /// <param name="key">The key; not 0.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="mode">Permission bits.</param>
    /// <param name="options">Pages and reservation.</param>
    /// <returns>The segment, filled with zeros.</returns>
    public static SharedMemorySegment Create(int key, long size, UnixFileMode mode, SharedMemoryOptions options = SharedMemoryOptions.None) =>
        TryCreate(key, size, mode, out SharedMemorySegment segment, options)
            ? segment
            : throw SystemVError.Create($"Create the shared memory segment of key 0x{key:x8} (shmget)", LibC.EEXIST);

    /// <summary>Finds the segment of a key; none is an error (<see cref="FrameRingError.NotFound"/>).</summary>
    /// <param name="key">The key; not 0.</param>
    /// <returns>The segment.</returns>
    public static SharedMemorySegment Open(int key) =>
        TryOpen(key, out SharedMemorySegment segment)
            ? segment
            : throw SystemVError.Create($"Open the shared memory segment of key 0x{key:x8} (shmget)", LibC.ENOENT);

    /// <summary>
    /// All segments of this IPC namespace, whoever owns them and whatever their permissions (SHM_STAT_ANY, Linux 4.17). Not one
    /// moment's picture: a segment that comes or goes meanwhile may be in it or not.
    /// </summary>
    /// <returns>The segments and what the kernel tells about each.</returns>
    public static IReadOnlyList<(SharedMemorySegment Segment, SharedMemoryStatus Status)> List()
    {
        Shm.shm_info info;
        int last = Shm.shmctl(0, Shm.SHM_INFO, &info);
        if (last < 0)
        {
            throw SystemVError.Create("List the shared memory segments (shmctl SHM_INFO)", Marshal.GetLastPInvokeError());
        }

        List<(SharedMemorySegment, SharedMemoryStatus)> found = [];
        for (int index = 0; index <= last; index++)
        {
            Shm.shmid_ds data;
            int id = Shm.shmctl(index, Shm.SHM_STAT_ANY, &data);
            if (id >= 0)
            {
                found.Add((new SharedMemorySegment(id), ToStatus(data)));
                continue;
            }

            // An index without a segment is EINVAL, one that is just being removed EIDRM.
            int errno = Marshal.GetLastPInvokeError();
            if (!IsGone(errno))
            {
                throw SystemVError.Create("List the shared memory segments (shmctl SHM_STAT_ANY)", errno);
            }
        }

        return found;
    }

    /// <summary>Finds the segment of a key. Needs no permission; attaching does.</summary>
    /// <param name="key">The key; not 0.</param>
    /// <param name="segment">The segment.</param>
    /// <returns>False if there is none.</returns>
    public static bool TryOpen(int key, out SharedMemorySegment segment)
    {
        int id = Shm.shmget(ThrowIfPrivate(key), 0, 0);
        int errno = Marshal.GetLastPInvokeError();
        segment = new SharedMemorySegment(id);
        return id >= 0 || (errno == LibC.ENOENT ? false : throw SystemVError.Create($"Open the shared memory segment of key 0x{key:x8} (shmget)", errno));
    }

    /// <summary>Attaches the segment.</summary>
    /// <param name="options">Read-only or not, and what to do with the address.</param>
    /// <param name="address">Wished address, 0 for the kernel's choice.</param>
    /// <returns>The mapping; the caller disposes it.</returns>
    public SharedMemoryAttachment Attach(SharedMemoryAttachOptions options = SharedMemoryAttachOptions.ReadWrite, nint address = 0) =>
        TryAttach(options, address, out SharedMemoryAttachment? attachment, out int errno)
            ? attachment!
            : throw SharedMemoryAccessError.Attach(Id, address, options, errno);

    /// <summary>Attaches the segment unless it is gone meanwhile.</summary>
    /// <param name="options">Read-only or not, and what to do with the address.</param>
    /// <param name="attachment">The mapping; the caller disposes it.</param>
    /// <returns>False if there is no such segment any more.</returns>
    public bool TryAttach(SharedMemoryAttachOptions options, out SharedMemoryAttachment? attachment)
    {
        bool attached = TryAttach(options, 0, out attachment, out int errno);
        return attached || (IsGone(errno) ? false : throw SystemVError.Create($"Attach the shared memory segment {Id} (shmat)", errno));
    }

    /// <summary>Asks the kernel about the segment (IPC_STAT); needs read permission.</summary>
    /// <returns>All that it tells.</returns>
    public SharedMemoryStatus GetStatus() =>
        TryGetStatus(out SharedMemoryStatus status, out int errno) ? status : throw SystemVError.Create($"Look at the shared memory segment {Id} (shmctl IPC_STAT)", errno);

    /// <summary>Asks the kernel about the segment unless it is gone.</summary>
    /// <param name="status">All that it tells.</param>
    /// <returns>False if there is no such segment any more.</returns>
    public bool TryGetStatus(out SharedMemoryStatus status) =>
        TryGetStatus(out status, out int errno) || (IsGone(errno) ? false : throw SystemVError.Create($"Look at the shared memory segment {Id} (shmctl IPC_STAT)", errno));

    /// <summary>Number of mappings now; allocates nothing. 0 if the segment is gone.</summary>
    /// <returns>The count of shmid_ds.</returns>
    public long GetAttachCount()
    {
        Shm.shmid_ds data;
        return Shm.shmctl(Id, Shm.IPC_STAT, &data) == 0 ? (long)data.shm_nattch : 0;
    }

    /// <summary>Changes owner and mode (IPC_SET); only for the owner, the creator or root.</summary>
    /// <param name="mode">Permission bits; null leaves them.</param>
    /// <param name="ownerUid">Owning user; null leaves it.</param>
    /// <param name="ownerGid">Owning group; null leaves it.</param>
    public void SetOwnership(UnixFileMode? mode = null, uint? ownerUid = null, uint? ownerGid = null)
    {
        Shm.shmid_ds data;
        Control(Shm.IPC_STAT, &data, "Look at");
        data.shm_perm.mode = (mode is { } bits ? (uint)bits : data.shm_perm.mode) & PermissionBits.All;
        data.shm_perm.uid = ownerUid ?? data.shm_perm.uid;
        data.shm_perm.gid = ownerGid ?? data.shm_perm.gid;
        Control(Shm.IPC_SET, &data, "Change owner or mode of");
    }

    /// <summary>Marks the segment for removal (IPC_RMID): its key is free at once, its memory when the last process has detached. Already gone is fine.</summary>
    public void Remove()
    {
        if (Shm.shmctl(Id, Shm.IPC_RMID, null) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (!IsGone(errno))
            {
                throw SystemVError.Create($"Remove the shared memory segment {Id} (shmctl IPC_RMID)", errno);
            }
        }
    }

    /// <summary>Keeps the segment from being swapped out (SHM_LOCK). Pages are locked as they are touched.</summary>
    public void Lock()
    {
        if (Shm.shmctl(Id, Shm.SHM_LOCK, null) != 0)
        {
            throw SharedMemoryAccessError.Lock(Id, Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Lets the segment be swapped out again (SHM_UNLOCK).</summary>
    public void Unlock() => Control(Shm.SHM_UNLOCK, null, "Unlock");

    private bool TryAttach(SharedMemoryAttachOptions options, nint address, out SharedMemoryAttachment? attachment, out int errno)
    {
        attachment = null;
        Shm.shmid_ds data;
        void* mapped = Shm.shmat(Id, (void*)address, (int)options);
        if (mapped == (void*)-1)
        {
            errno = Marshal.GetLastPInvokeError();
            return false;
        }

        // The size is asked for while the mapping keeps the segment alive, so that it is the size of what is mapped.
        bool known = Shm.shmctl(Id, Shm.IPC_STAT, &data) == 0;
        errno = Marshal.GetLastPInvokeError();
        if (!known)
        {
            _ = Shm.shmdt(mapped);
            return false;
        }

        attachment = new SharedMemoryAttachment(mapped, (long)data.shm_segsz, options.HasFlag(SharedMemoryAttachOptions.ReadOnly));
        return true;
    }

    private bool TryGetStatus(out SharedMemoryStatus status, out int errno)
    {
        Shm.shmid_ds data;
        status = default;
        if (Shm.shmctl(Id, Shm.IPC_STAT, &data) != 0)
        {
            errno = Marshal.GetLastPInvokeError();
            return false;
        }

        errno = 0;
        status = ToStatus(data);
        return true;
    }

    private static SharedMemoryStatus ToStatus(in Shm.shmid_ds data) => new(
        data.shm_perm.__key,
        data.shm_perm.uid,
        data.shm_perm.gid,
        data.shm_perm.cuid,
        data.shm_perm.cgid,
        (UnixFileMode)(data.shm_perm.mode & PermissionBits.All),
        (data.shm_perm.mode & Shm.SHM_DEST) != 0,
        (data.shm_perm.mode & Shm.SHM_LOCKED) != 0,
        data.shm_perm.__seq,
        (long)data.shm_segsz,
        Time(data.shm_atime),
        Time(data.shm_dtime),
        Time(data.shm_ctime),
        data.shm_cpid,
        data.shm_lpid,
        (long)data.shm_nattch);

    private void Control(int command, void* argument, string verb)
    {
        if (Shm.shmctl(Id, command, argument) != 0)
        {
            throw SystemVError.Create($"{verb} the shared memory segment {Id} (shmctl)", Marshal.GetLastPInvokeError());
        }
    }

    private static int Get(int key, long size, int flags)
    {
        int id = Shm.shmget(key, (nuint)size, flags);
        return id >= 0 ? id : throw CreationError(size, flags, Marshal.GetLastPInvokeError());
    }

    private static FrameRingException CreationError(long size, int flags, int errno) => SharedMemoryCreationError.Create(size, flags, errno);

    private static bool IsGone(int errno) => errno == LibC.EINVAL || errno == LibC.EIDRM;

    private static DateTimeOffset? Time(long seconds) => seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);

    private static int ThrowIfPrivate(int key) =>
        key != Shm.IPC_PRIVATE ? key : throw new ArgumentOutOfRangeException(nameof(key), "0 is IPC_PRIVATE and leads to no segment.");
}
