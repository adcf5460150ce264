using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Segments;
using FrameRing.Sequencing;
using FrameRing.SystemV;
using FrameRing.Trust;

namespace FrameRing.TestPeer;

/// <summary>Pages that lead to somebody else's ring, or say of a dead one that it lives. They stay when the process ends.</summary>
internal static unsafe class Forgers
{
    /// <summary>A page of a name, with the entry of a victim's ring in it, as if a producer of that name had died there. Says its id.</summary>
    /// <param name="name">The name that a producer is about to take.</param>
    /// <param name="victim">Whose frames it is to be led to.</param>
    /// <param name="pid">The process that is said to have written it.</param>
    internal static int ForgePage(string name, string victim, int pid)
    {
        using RingDirectory stolen = RingDirectory.TryOpen(victim, [0])!;
        _ = stolen.TryReadEntry(out DirectoryEntry entry);
        using RingDirectory page = RingDirectory.CreateOrTakeOver(name, (UnixFileMode)0b110_110_110, new StrangersObjects(name, "Forge a page").IsOurs);
        page.ReservedSequence.Cover(1ul << 40);
        page.WriteEntry(entry with { WriterPid = pid, WriterStartTime = 1, WriterSemaphoreId = DirectoryEntry.NoObject });
        Console.WriteLine(page.Id);
        return 0;
    }

    /// <summary>A whole ring by its looks, whose semaphore is set by hand and whose process is the machine's first. Says the page's id.</summary>
    internal static int ForgeLiving(string name)
    {
        using RingDirectory page = ForgeRing(name, (UnixFileMode)0b110_110_110, pid: 1, out _);
        Console.WriteLine(page.Id);
        return 0;
    }

    /// <summary>A page that no producer of this version has left: of another version, of another name, or all of whose bytes are something else's.</summary>
    internal static int ForgeOddPage(string name, string kind)
    {
        SharedMemorySegment segment = SharedMemorySegment.Create(RingName.ToKey(name), DirectoryPage.PageSize, (UnixFileMode)0b110_100_100);
        using SharedMemoryAttachment attachment = segment.Attach();
        DirectoryPage* page = (DirectoryPage*)attachment.DangerousPointer;
        page->LayoutVersion = kind == "version" ? 99 : DirectoryPage.Version;
        NameField.Write(page->Name, kind == "name" ? "other" : name);
        SegmentMagic.Write(&page->Magic, DirectoryPage.MagicValue);
        Console.WriteLine(segment.Id);
        return 0;
    }

    /// <summary>Maps a ring's page for writing, waits for a line, and writes another process into its entry.</summary>
    internal static int WritePage(int page)
    {
        using SharedMemoryAttachment attachment = new SharedMemorySegment(page).Attach();
        Console.WriteLine("ready");
        Console.In.ReadLine();
        ((DirectoryPage*)attachment.DangerousPointer)->Entry.WriterPid = 4242;
        Console.WriteLine("written");
        return 0;
    }

    /// <summary>A ring by its looks whose lock this process has, and whose entry names another process, until standard input closes.</summary>
    internal static int ForgeHolder(string name, int pid)
    {
        using RingDirectory page = ForgeRing(name, (UnixFileMode)0b110_100_100, pid, out SemaphoreSet set);
        Console.WriteLine("ready");
        Console.In.ReadToEnd();
        page.Remove();
        set.Remove();
        return 0;
    }

    // A page and a semaphore that is set, and no memory behind them.
    private static RingDirectory ForgeRing(string name, UnixFileMode mode, int pid, out SemaphoreSet set)
    {
        set = SemaphoreSet.Create(RingName.ToKey(name), 1, mode);
        set.SetValue(0, 1);
        RingDirectory page = RingDirectory.CreateOrTakeOver(name, mode, new StrangersObjects(name, "Forge a page").IsOurs);
        ProcessIdentity named = ProcessIdentity.Of(pid);
        page.WriteEntry(new DirectoryEntry
        {
            WriterPid = named.Pid,
            WriterStartTime = named.StartTime,
            Generation = 1,
            FrameSegmentId = DirectoryEntry.NoObject,
            LeaseSegmentId = DirectoryEntry.NoObject,
            WriterSemaphoreId = set.Id,
            ReaderSemaphoreId = DirectoryEntry.NoObject,
        });
        return page;
    }
}
