using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Trust;
using FrameRing.Waiting;
using FrameRing.Writing;

namespace FrameRing.TestPeer;

/// <summary>The two ends of a ring and its removal, tried by a user to whom it may not belong. What came of it is said in one line.</summary>
internal static unsafe class ForeignPeers
{
    /// <summary>A ring that all may read, with leases and one frame, until standard input closes.</summary>
    internal static int Write(string name)
    {
        FrameRingWriter? writer = null;
        Say(() =>
        {
            writer = FrameRingWriter.Create(new FrameRingWriterOptions
            {
                Name = name,
                SlotCount = 4,
                SlotSize = Peers.FrameBytes,
                HugePages = HugePagePolicy.Off,
                Mode = (UnixFileMode)0b110_100_100,
                Leases = true,
            });
            writer.TryClaim(Peers.FrameBytes, out SlotClaim claim);
            claim.Data[..Peers.FrameBytes].Fill((byte)(writer.Head + 1));
            claim.Publish(Peers.Grey(64, 64));
            return $"generation {writer.Generation}";
        });
        Console.In.ReadToEnd();
        writer?.Dispose();
        return 0;
    }

    /// <summary>Attaches once, as a pure reader or one with leases.</summary>
    internal static int Attach(string name, bool leases) => Say(() =>
    {
        FrameRingReaderOptions options = new() { Start = StartPosition.Oldest, Leases = leases };
        AttachStatus status = FrameRingReader.TryAttach(name, options, TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader);
        reader?.Dispose();
        return $"{status}";
    });

    /// <summary>Uses up all descriptors, then says whether this process is taken for alive.</summary>
    internal static int LookWithoutDescriptors()
    {
        ProcessIdentity self = ProcessIdentity.Current;
        List<int> used = [];
        int descriptor;
        while ((descriptor = Tmds.Linux.LibC.dup(1)) >= 0)
        {
            used.Add(descriptor);
        }

        bool isAlive = self.IsAlive;
        used.ForEach(number => Tmds.Linux.LibC.close(number));
        Console.WriteLine(isAlive);
        return 0;
    }

    /// <summary>Reads one frame, waits for the end of the ring and then for a successor's frame, and says each of the three.</summary>
    internal static int Follow(string name)
    {
        FrameRingReaderOptions options = new() { Start = StartPosition.Oldest };
        FrameRingReader.TryAttach(name, options, TimeSpan.FromSeconds(10), CancellationToken.None, out FrameRingReader? reader);
        for (int call = 0; call < 3; call++)
        {
            Say(() => $"{reader!.WaitNext(TimeSpan.FromSeconds(30), CancellationToken.None, out _)}", isShort: true);
        }

        reader!.Dispose();
        return 0;
    }

    internal static int Remove(string name, bool force) => Say(() => $"{RingCatalog.Remove(name, force)}");

    internal static int SetValue(int set, int value) => Say(() =>
    {
        new SemaphoreSet(set).SetValue(0, value);
        return "set";
    }, isShort: true);

    internal static int CollectGarbage(bool remove) => Say(() => string.Join(' ', RingCatalog.CollectGarbage(remove).Select(ring => ring.Name)));

    /// <summary>Leases as many frames as it may and one more, says what it has, and never gives one back.</summary>
    internal static int LeaseAll(string name)
    {
        FrameRingReaderOptions options = new() { Start = StartPosition.Oldest, Leases = true };
        FrameRingReader.TryAttach(name, options, TimeSpan.FromSeconds(10), CancellationToken.None, out FrameRingReader? reader);
        List<ulong> leased = [];
        while (reader!.WaitNext(TimeSpan.FromSeconds(10), CancellationToken.None, out FrameView view) == ReadStatus.Ok)
        {
            ReadStatus status = reader.TryLease(view, out FrameLease lease);
            if (status != ReadStatus.Ok)
            {
                Console.WriteLine($"{string.Join(' ', leased)} {status}");
                break;
            }

            leased.Add(lease.Sequence);
        }

        Console.In.ReadToEnd();
        return 0;
    }

    /// <summary>Wakes all who sleep on a ring's word, by a read-only mapping, until standard input closes.</summary>
    internal static int Wake(int frames)
    {
        using SharedMemoryAttachment ring = new SharedMemorySegment(frames).Attach(SharedMemoryAttachOptions.ReadOnly);
        CursorBlock* cursor = (CursorBlock*)(ring.DangerousPointer + SegmentHeader.HeaderSize);
        Task<string> end = Task.Run(Console.In.ReadToEnd);
        Console.WriteLine("ready");
        while (!end.IsCompleted)
        {
            new WakeWord(&cursor->WakeWord).WakeAll();
        }

        return 0;
    }

    private static int Say(Func<string> action, bool isShort = false)
    {
        try
        {
            Console.WriteLine(action());
        }
        catch (FrameRingException e)
        {
            Console.WriteLine(isShort ? $"{e.Error}" : $"{e.Error}: {e.Message}");
        }

        return 0;
    }
}
