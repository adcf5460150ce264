using FrameRing.Layout;
using FrameRing.SystemV;
using Tmds.Linux;

namespace FrameRing.TestPeer;

/// <summary>Processes of another user that try what they should not be able to do, or do the worst that they may.</summary>
internal static unsafe class HostilePeers
{
    private const int Nobody = 65534;

    /// <summary>Gives root up for nobody in a group, tries one thing after the other, and names those that were allowed.</summary>
    internal static int Attempt(int group, int frames, int directory, int leases, int writerSet, int readerSet)
    {
        if (!TryBecomeNobody(group))
        {
            return 3;
        }

        Try("frames-read", () => new SharedMemorySegment(frames).Attach(SharedMemoryAttachOptions.ReadOnly).Dispose());
        Try("frames-make-writable", () => MakeWritable(frames));
        Attack("frames", frames);
        Attack("directory", directory);
        Attack("leases", leases);
        Attack("writer", new SemaphoreSet(writerSet));
        Attack("readers", new SemaphoreSet(readerSet));
        Console.WriteLine("end");
        return 0;
    }

    /// <summary>Writes plausible nonsense all over a lease segment and holds all reader semaphores, until standard input closes.</summary>
    internal static int Scribble(int group, int frames, int leases, int readerSet)
    {
        if (!TryBecomeNobody(group))
        {
            return 3;
        }

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

    private static void Attack(string what, int segment)
    {
        Try($"{what}-write", () => new SharedMemorySegment(segment).Attach().Dispose());
        Try($"{what}-own", () => new SharedMemorySegment(segment).SetOwnership(mode: 0x1FF));
        Try($"{what}-remove", () => new SharedMemorySegment(segment).Remove());
    }

    private static void Attack(string what, SemaphoreSet set)
    {
        // A no-wait operation that would change the value: refused before the value is looked at.
        Try($"{what}-alter", () => set.TryOperate([new SemaphoreOperation(0, -1, SemaphoreOperationOptions.NoWait | SemaphoreOperationOptions.Undo)]));
        Try($"{what}-set", () => set.SetValue(0, 1));
        Try($"{what}-own", () => set.SetOwnership(mode: 0x1FF));
        Try($"{what}-remove", set.Remove);
    }

    private static void MakeWritable(int segment)
    {
        using SharedMemoryAttachment attachment = new SharedMemorySegment(segment).Attach(SharedMemoryAttachOptions.ReadOnly);
        if (LibC.mprotect(attachment.DangerousPointer, 4096, LibC.PROT_READ | LibC.PROT_WRITE) != 0)
        {
            throw new FrameRingException(FrameRingError.AccessDenied, "mprotect", "refused", string.Empty);
        }
    }

    private static bool TryBecomeNobody(int group)
    {
        gid_t none = default;
        return LibC.setgroups(0, &none) == 0 && LibC.setgid((uint)group) == 0 && LibC.setuid(Nobody) == 0;
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
