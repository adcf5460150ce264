using FrameRing.Interop;
using FrameRing.Layout;
using FrameRing.SystemV;
using Tmds.Linux;

namespace FrameRing.TestPeer;

/// <summary>Processes of another user that try what they should not be able to do, or do the worst that they may.</summary>
internal static unsafe class HostilePeers
{
    /// <summary>Tries one thing after the other, and names those that were allowed.</summary>
    internal static int Attempt(int frames, int directory, int leases, int writerSet, int readerSet)
    {
        Try("seen", () => See(frames, directory, leases));
        Attack("frames", frames);
        Attack("directory", directory);
        Attack("leases", leases);
        Attack("writer", new SemaphoreSet(writerSet));
        Attack("readers", new SemaphoreSet(readerSet));
        Console.WriteLine("end");
        return 0;
    }

    /// <summary>Writes plausible nonsense all over a lease segment and holds all reader semaphores, until standard input closes.</summary>
    internal static int Scribble(int frames, int leases, int readerSet)
    {
        using SharedMemoryAttachment attachment = new SharedMemorySegment(leases).Attach();
        using SharedMemoryAttachment ring = new SharedMemorySegment(frames).Attach(SharedMemoryAttachOptions.ReadOnly);
        ulong* head = (ulong*)(ring.DangerousPointer + SegmentHeader.HeaderSize);
        SemaphoreSet set = new(readerSet);
        ushort[] all = [.. Enumerable.Repeat((ushort)1, LeaseGeometry.EntryCount)];
        bool isOver = false;
        new Thread(() =>
        {
            Console.In.ReadToEnd();
            Volatile.Write(ref isOver, true);
        })
        { IsBackground = true }.Start();
        Random random = new(1);
        set.SetValues(all);
        Scribble(attachment.DangerousPointer, *head, random);
        Console.WriteLine("ready");
        while (!Volatile.Read(ref isOver))
        {
            Scribble(attachment.DangerousPointer, Volatile.Read(ref *head), random);
            set.SetValues(all);
        }

        return 0;
    }

    /// <summary>Takes all readers' leases away and has all of them evicted.</summary>
    internal static int Evict(int leases)
    {
        using SharedMemoryAttachment attachment = new SharedMemorySegment(leases).Attach();
        for (int index = 0; index < LeaseGeometry.EntryCount; index++)
        {
            LeaseEntry* entry = (LeaseEntry*)(attachment.DangerousPointer + LeaseGeometry.EntryPosition(index));
            entry->Evicted = entry->Epoch;
            new Span<ulong>(entry->Pins, LeaseEntry.PinCount).Clear();
        }

        Console.WriteLine("evicted");
        return 0;
    }

    private static void Scribble(byte* table, ulong head, Random random)
    {
        for (int index = 0; index < LeaseGeometry.EntryCount; index++)
        {
            LeaseEntry* entry = (LeaseEntry*)(table + LeaseGeometry.EntryPosition(index));
            entry->Epoch = (uint)random.Next(1, int.MaxValue);
            entry->Evicted = 0;
            entry->Cursor = TaggedSequence.Pack((uint)random.Next(), head > 3 ? head - (ulong)random.Next(3) : 1);
            for (int pin = 0; pin < LeaseEntry.PinCount; pin++)
            {
                entry->Pins[pin] = TaggedSequence.Pack((uint)random.Next(), head - Math.Min(head, (ulong)random.Next(8)));
            }
        }

        LeaseHeader* header = (LeaseHeader*)table;
        header->Delivery = (uint)random.Next();
        header->WaitingClaims = (uint)random.Next();
        header->Magic = (ulong)random.NextInt64();
        header->EntryCount = (uint)random.Next();
    }

    // Every segment stands in the list that the kernel shows to all.
    private static void See(params int[] segments)
    {
        string[] ids = [.. File.ReadLines("/proc/sysvipc/shm").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])];
        ThrowIf(segments.Any(segment => !ids.Contains($"{segment}")));
    }

    private static void Attack(string what, int segment)
    {
        Try($"{what}-read", () => new SharedMemorySegment(segment).Attach(SharedMemoryAttachOptions.ReadOnly).Dispose());
        Try($"{what}-make-writable", () => MakeWritable(segment));
        Try($"{what}-write", () => new SharedMemorySegment(segment).Attach().Dispose());
        Try($"{what}-open", () => Own(segment, mode: 0x1FF, user: 0));
        Try($"{what}-take", () => Own(segment, mode: 0x180, user: LibC.geteuid()));
        Try($"{what}-remove", () => new SharedMemorySegment(segment).Remove());
    }

    private static void Attack(string what, SemaphoreSet set)
    {
        Try($"{what}-look", () => set.TryGetValue(0, out _));

        // No-wait operations that would change the value: refused before the value is looked at, or taken back when this process ends.
        Try($"{what}-raise", () => set.TryOperate([new SemaphoreOperation(0, 1, SemaphoreOperationOptions.NoWait | SemaphoreOperationOptions.Undo)]));
        Try($"{what}-lower", () => set.TryOperate([new SemaphoreOperation(0, -1, SemaphoreOperationOptions.NoWait | SemaphoreOperationOptions.Undo)]));
        Try($"{what}-set", () => set.SetValue(0, 1));
        Try($"{what}-open", () => Own(set, mode: 0x1FF, user: 0));
        Try($"{what}-take", () => Own(set, mode: 0x180, user: LibC.geteuid()));
        Try($"{what}-remove", set.Remove);
    }

    // IPC_SET without the look before it, which may be refused for a reason of its own.
    private static void Own(int segment, uint mode, uint user)
    {
        Shm.shmid_ds data = default;
        (data.shm_perm.mode, data.shm_perm.uid) = (mode, user);
        ThrowIf(Shm.shmctl(segment, Shm.IPC_SET, &data) != 0);
    }

    private static void Own(SemaphoreSet set, uint mode, uint user)
    {
        Sem.semid_ds data = default;
        (data.sem_perm.mode, data.sem_perm.uid) = (mode, user);
        ThrowIf(Sem.semctl(set.Id, 0, Shm.IPC_SET, (nint)(&data)) != 0);
    }

    private static void MakeWritable(int segment)
    {
        using SharedMemoryAttachment attachment = new SharedMemorySegment(segment).Attach(SharedMemoryAttachOptions.ReadOnly);
        ThrowIf(LibC.mprotect(attachment.DangerousPointer, 4096, LibC.PROT_READ | LibC.PROT_WRITE) != 0);
    }

    private static void ThrowIf(bool isRefused)
    {
        if (isRefused)
        {
            throw new FrameRingException(FrameRingError.AccessDenied, "Try it", "it was refused");
        }
    }

    private static void Try(string what, Action action)
    {
        try
        {
            action();
            Console.WriteLine(what);
        }
        catch (FrameRingException)
        {
            // Refused, which is what the test expects of whatever is not named.
        }
    }
}
