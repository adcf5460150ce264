using FrameRing.SystemV;

namespace FrameRing.TestPeer;

/// <summary>The other process of the tests over bare System V objects.</summary>
internal static unsafe class SystemVPeers
{
    internal static int AttachReadOnlyAndWrite(int id)
    {
        using SharedMemoryAttachment attachment = new SharedMemorySegment(id).Attach(SharedMemoryAttachOptions.ReadOnly);
        Console.WriteLine($"read {*attachment.DangerousPointer}");
        *attachment.DangerousPointer = 1;
        Console.WriteLine("survived");
        return 0;
    }

    /// <summary>Attaches by id, says the first byte, writes the next value there, and stays attached until standard input closes.</summary>
    internal static int AttachAndIncrement(int id)
    {
        using SharedMemoryAttachment attachment = new SharedMemorySegment(id).Attach();
        Console.WriteLine($"read {(*attachment.DangerousPointer)++}");
        Console.In.ReadToEnd();
        return 0;
    }

    internal static int HoldSemaphore(int key, SemaphoreOperationOptions options)
    {
        SemaphoreResult result = SemaphoreSet.Open(key).TryOperate([new SemaphoreOperation(0, 1, options)]);
        Console.WriteLine(result);
        Console.In.ReadToEnd();
        return 0;
    }

    /// <summary>Waits for the value to grow, and says how that ended.</summary>
    internal static int WaitSemaphore(int id, int milliseconds)
    {
        TimeSpan? timeout = milliseconds < 0 ? null : TimeSpan.FromMilliseconds(milliseconds);
        Console.WriteLine("ready");
        Console.WriteLine(new SemaphoreSet(id).TryOperate([new SemaphoreOperation(0, -1)], timeout));
        return 0;
    }

    /// <summary>Gives up root, then tries what it may not do; says the kind of each refusal.</summary>
    internal static int TryAsNobody(int segment, int set)
    {
        if (Tmds.Linux.LibC.setgid(65534) != 0 || Tmds.Linux.LibC.setuid(65534) != 0)
        {
            return 3;
        }

        Try(() => new SharedMemorySegment(segment).Attach().Dispose());
        Try(() => new SharedMemorySegment(segment).Remove());
        Try(() => new SharedMemorySegment(segment).SetOwnership(mode: (UnixFileMode)0x1FF));
        Try(() => new SemaphoreSet(set).TryOperate([new SemaphoreOperation(0, 1)]));
        Try(() => new SemaphoreSet(set).TryGetValue(0, out _));
        Try(() => SharedMemorySegment.CreatePrivate(1L << 21, (UnixFileMode)0x180, SharedMemoryOptions.HugePages2M).Remove());

        // Seen by everybody, whatever the permissions.
        Console.WriteLine(SharedMemorySegment.List().Any(entry => entry.Segment.Id == segment));
        return 0;
    }

    private static void Try(Action action)
    {
        try
        {
            action();
            Console.WriteLine("allowed");
        }
        catch (FrameRingException e)
        {
            Console.WriteLine($"{e.Error}: {e.Remedy}");
        }
    }
}
