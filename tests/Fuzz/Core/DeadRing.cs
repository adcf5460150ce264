using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.SystemV;

namespace FrameRing.Fuzz.Core;

/// <summary>What a producer that was killed leaves behind a name: a directory, its semaphore at 0, a segment that a reader keeps alive.</summary>
internal sealed unsafe class DeadRing : IDisposable
{
    private readonly byte[] _page = new byte[DirectoryPage.PageSize];
    private readonly int _key;

    /// <summary>Takes another ring's directory as the pattern and its segment as the one that is left.</summary>
    internal DeadRing(SampleRing pattern, int number)
    {
        Name = SampleRing.NameOf(Environment.ProcessId, number);
        _key = RingName.ToKey(Name);
        new ReadOnlySpan<byte>(pattern.DirectoryImage.Memory, _page.Length).CopyTo(_page);
        fixed (byte* memory = _page)
        {
            DirectoryPage* page = (DirectoryPage*)memory;
            Span<byte> name = new(page->Name, RingName.MaxLength);
            name.Clear();
            System.Text.Encoding.ASCII.GetBytes(Name, name);
            page->Entry.WriterSemaphoreId = DirectoryEntry.NoObject;
            page->Entry.WriterStartTime--;
        }
    }

    internal string Name { get; }

    internal void Leave(int length, bool withSemaphore, Action<MemoryImage> mutate)
    {
        using SharedMemoryAttachment attachment = SharedMemorySegment.Create(_key, length, (UnixFileMode)0x180).Attach();
        byte[] page = [.. _page];
        fixed (byte* memory = page)
        {
            mutate(new MemoryImage(memory, page.Length));
        }

        page.AsSpan(0, Math.Min(length, page.Length)).CopyTo(new Span<byte>(attachment.DangerousPointer, length));
        if (withSemaphore)
        {
            SemaphoreSet.Create(_key, 1, (UnixFileMode)0x180);
        }
    }

    /// <summary>Removes what is left of the name, whatever it is by now.</summary>
    internal void CleanUp() => CleanUp(Name);

    internal static bool CleanUp(string name)
    {
        bool found = false;
        if (SharedMemorySegment.TryOpen(RingName.ToKey(name), out SharedMemorySegment page))
        {
            page.Remove();
            found = true;
        }

        if (WriterLock.Find(RingName.ToKey(name)) is var semaphore && semaphore >= 0)
        {
            new SemaphoreSet(semaphore).Remove();
            found = true;
        }

        if (ReaderSemaphores.Find(name, Tmds.Linux.LibC.geteuid()) is { } readers)
        {
            readers.Remove();
            found = true;
        }

        return found;
    }

    public void Dispose() => CleanUp();
}
