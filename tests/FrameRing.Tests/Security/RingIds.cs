using FrameRing.Layout;
using FrameRing.Segments;

namespace FrameRing.Tests.Security;

/// <summary>The System V ids behind a ring, as an attacker could list them.</summary>
internal readonly record struct RingIds(int Directory, int Frames, int Leases, int WriterSet, int ReaderSet)
{
    internal static RingIds Of(string name, params uint[] trusted)
    {
        using RingDirectory? directory = RingDirectory.TryOpen(name, trusted);
        Assert.True(directory!.TryReadEntry(out DirectoryEntry entry));
        return new RingIds(directory.Id, entry.FrameSegmentId, entry.LeaseSegmentId, entry.WriterSemaphoreId, entry.ReaderSemaphoreId);
    }

    internal static DirectoryEntry EntryOf(string name, params uint[] trusted)
    {
        using RingDirectory? directory = RingDirectory.TryOpen(name, trusted);
        Assert.True(directory!.TryReadEntry(out DirectoryEntry entry));
        return entry;
    }
}
