using System.Runtime.InteropServices;

namespace FrameRing.Interop;

// <sys/sem.h> on 64-bit Linux.
internal static unsafe partial class Sem
{
    internal const int SEM_UNDO = 0x1000;
    internal const int GETPID = 11;
    internal const int GETVAL = 12;
    internal const int GETALL = 13;
    internal const int GETNCNT = 14;
    internal const int GETZCNT = 15;
    internal const int SETVAL = 16;
    internal const int SETALL = 17;
    internal const int SEM_INFO = 19;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int semget(int key, int nsems, int semflg);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int semop(int semid, sembuf* sops, nuint nsops);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int semtimedop(int semid, sembuf* sops, nuint nsops, timespec* timeout);

    // Variadic in C: the fourth argument is a union semun, passed in a register like any pointer on the 64-bit Linux ABIs.
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int semctl(int semid, int semnum, int cmd, nint arg);

    [StructLayout(LayoutKind.Explicit, Size = 6)]
    internal struct sembuf
    {
        [FieldOffset(0)] internal ushort sem_num;
        [FieldOffset(2)] internal short sem_op;
        [FieldOffset(4)] internal short sem_flg;
    }

    [StructLayout(LayoutKind.Explicit, Size = 16)]
    internal struct timespec
    {
        [FieldOffset(0)] internal long tv_sec;
        [FieldOffset(8)] internal long tv_nsec;
    }

    // x86-64 keeps the gaps of the 32-bit struct.
    [StructLayout(LayoutKind.Explicit, Size = 104)]
    internal struct semid_ds_x64
    {
        [FieldOffset(0)] internal Shm.ipc_perm sem_perm;
        [FieldOffset(48)] internal long sem_otime;
        [FieldOffset(64)] internal long sem_ctime;
        [FieldOffset(80)] internal ulong sem_nsems;
    }

    // asm-generic/sembuf.h: arm64, riscv64, loongarch64.
    [StructLayout(LayoutKind.Explicit, Size = 88)]
    internal struct semid_ds_generic
    {
        [FieldOffset(0)] internal Shm.ipc_perm sem_perm;
        [FieldOffset(48)] internal long sem_otime;
        [FieldOffset(56)] internal long sem_ctime;
        [FieldOffset(64)] internal ulong sem_nsems;
    }

    // Room for either; the permissions come first in both.
    [StructLayout(LayoutKind.Explicit, Size = 104)]
    internal struct semid_ds
    {
        [FieldOffset(0)] internal Shm.ipc_perm sem_perm;
        [FieldOffset(0)] internal semid_ds_x64 x64;
        [FieldOffset(0)] internal semid_ds_generic generic;
    }

    [StructLayout(LayoutKind.Explicit, Size = 40)]
    internal struct seminfo
    {
        [FieldOffset(0)] internal int semmap;
        [FieldOffset(4)] internal int semmni;
        [FieldOffset(8)] internal int semmns;
        [FieldOffset(12)] internal int semmnu;
        [FieldOffset(16)] internal int semmsl;
        [FieldOffset(20)] internal int semopm;
        [FieldOffset(24)] internal int semume;
        [FieldOffset(28)] internal int semusz;
        [FieldOffset(32)] internal int semvmx;
        [FieldOffset(36)] internal int semaem;
    }
}
