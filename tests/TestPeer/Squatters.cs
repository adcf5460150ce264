using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Segments;
using FrameRing.SystemV;

namespace FrameRing.TestPeer;

/// <summary>
/// Objects under keys that others want. Each says its id, keeps it until standard input closes, removes it, and ends with 0 if nobody
/// has touched it until then.
/// </summary>
internal static unsafe class Squatters
{
    internal static int Segment(int key, long size, int mode, byte fill)
    {
        SharedMemorySegment segment = SharedMemorySegment.Create(key, size, (UnixFileMode)mode);
        using SharedMemoryAttachment attachment = segment.Attach();
        Span<byte> bytes = new(attachment.DangerousPointer, (int)size);
        bytes.Fill(fill);
        SharedMemoryStatus before = segment.GetStatus();
        Console.WriteLine(segment.Id);
        Console.In.ReadToEnd();
        bool isUntouched = segment.TryGetStatus(out SharedMemoryStatus after) && !after.IsMarkedForRemoval
            && (after.Key, after.OwnerUid, after.OwnerGid, after.Mode) == (before.Key, before.OwnerUid, before.OwnerGid, before.Mode)
            && !bytes.ContainsAnyExcept(fill);
        segment.Remove();
        return isUntouched ? 0 : 1;
    }

    /// <summary>A directory as a killed producer leaves it, which all may write and which names sets that are not its own. Says its id and ends.</summary>
    internal static int LeavePage(string name, int writerSet, int readerSet)
    {
        using RingDirectory directory = RingDirectory.CreateOrTakeOver(name, (UnixFileMode)0b110_110_110, new StrangersObjects(name, "Leave a page").IsOurs);
        directory.WriteEntry(new DirectoryEntry
        {
            Generation = 1,
            FrameSegmentId = DirectoryEntry.NoObject,
            LeaseSegmentId = DirectoryEntry.NoObject,
            WriterSemaphoreId = writerSet,
            ReaderSemaphoreId = readerSet,
        });
        Console.WriteLine(directory.Id);
        return 0;
    }

    internal static int Set(int key, int count, int mode, ushort value)
    {
        SemaphoreSet set = SemaphoreSet.Create(key, count, (UnixFileMode)mode);
        ushort[] values = [.. Enumerable.Repeat(value, count)];
        set.SetValues(values);
        SemaphoreSetStatus before = set.GetStatus();
        Console.WriteLine(set.Id);
        Console.In.ReadToEnd();

        // The time of the last operation too: one that changed nothing in the end would still be one.
        bool isUntouched = set.TryGetStatus(out SemaphoreSetStatus after) && after == before;
        set.Remove();
        return isUntouched ? 0 : 1;
    }
}
