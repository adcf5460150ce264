using System.Runtime.InteropServices;

namespace FrameRing.Interop;

// <sys/shm.h> and <sys/ipc.h> on 64-bit Linux; numbers of asm-generic, which x86-64, arm64 and riscv64 share.
internal static unsafe partial class Shm
{
    internal const int IPC_PRIVATE = 0;
    internal const int IPC_CREAT = 0x200;
    internal const int IPC_EXCL = 0x400;
    internal const int IPC_NOWAIT = 0x800;
    internal const int IPC_RMID = 0;
    internal const int IPC_SET = 1;
    internal const int IPC_STAT = 2;
    internal const int IPC_INFO = 3;
    internal const int SHM_RDONLY = 0x1000;
    internal const int SHM_RND = 0x2000;
    internal const int SHM_REMAP = 0x4000;
    internal const int SHM_EXEC = 0x8000;
    internal const int SHM_LOCK = 11;
    internal const int SHM_UNLOCK = 12;
    internal const int SHM_STAT = 13;
    internal const int SHM_INFO = 14;
    internal const int SHM_STAT_ANY = 15;
    internal const int SHM_HUGETLB = 0x800;
    internal const int SHM_NORESERVE = 0x1000;
    internal const int SHM_HUGE_2MB = 21 << 26;
    internal const int SHM_HUGE_1GB = 30 << 26;
    internal const int SHM_DEST = 0x200;
    internal const int SHM_LOCKED = 0x400;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int shmget(int key, nuint size, int shmflg);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial void* shmat(int shmid, void* shmaddr, int shmflg);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int shmdt(void* shmaddr);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int shmctl(int shmid, int cmd, void* buf);

    [StructLayout(LayoutKind.Explicit, Size = 48)]
    internal struct ipc_perm
    {
        [FieldOffset(0)] internal int __key;
        [FieldOffset(4)] internal uint uid;
        [FieldOffset(8)] internal uint gid;
        [FieldOffset(12)] internal uint cuid;
        [FieldOffset(16)] internal uint cgid;
        [FieldOffset(20)] internal uint mode;
        [FieldOffset(24)] internal ushort __seq;
    }

    [StructLayout(LayoutKind.Explicit, Size = 112)]
    internal struct shmid_ds
    {
        [FieldOffset(0)] internal ipc_perm shm_perm;
        [FieldOffset(48)] internal nuint shm_segsz;
        [FieldOffset(56)] internal long shm_atime;
        [FieldOffset(64)] internal long shm_dtime;
        [FieldOffset(72)] internal long shm_ctime;
        [FieldOffset(80)] internal int shm_cpid;
        [FieldOffset(84)] internal int shm_lpid;
        [FieldOffset(88)] internal ulong shm_nattch;
    }

    [StructLayout(LayoutKind.Explicit, Size = 48)]
    internal struct shm_info
    {
        [FieldOffset(0)] internal int used_ids;
        [FieldOffset(8)] internal ulong shm_tot;
        [FieldOffset(16)] internal ulong shm_rss;
        [FieldOffset(24)] internal ulong shm_swp;
    }
}
