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

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int semget(int key, int nsems, int semflg);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int semop(int semid, sembuf* sops, nuint nsops);

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
}
