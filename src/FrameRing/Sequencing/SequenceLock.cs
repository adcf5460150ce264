using FrameRing.Faults;
using FrameRing.Layout;

namespace FrameRing.Sequencing;

/// <summary>
/// Guards the directory's entry: one writer changes it, readers copy it and know whether the copy is whole. A writer that is killed
/// in between leaves the version odd; its successor writes a whole entry over it.
/// </summary>
internal readonly unsafe struct SequenceLock(uint* version)
{
    internal void Write(DirectoryEntry* target, in DirectoryEntry value)
    {
        uint before = *version;
        uint odd = before | 1;

        // SYNC POINT G: the odd version becomes visible before any field, all fields before the even one; pairs with TryRead. Without
        // the first half a reader could copy fields of two entries between two equal even versions.
        Volatile.Write(ref *version, odd);
        Volatile.WriteBarrier();
        FaultPoint.Reach(FaultStep.StartEntryTorn);
        *target = value;
        Volatile.Write(ref *version, odd + 1);
    }

    internal bool TryRead(DirectoryEntry* source, out DirectoryEntry value)
    {
        // SYNC POINT G, reader's end: version, then fields, then version again.
        uint before = Volatile.Read(ref *version);
        value = *source;
        Volatile.ReadBarrier();
        return (before & 1) == 0 && Volatile.Read(ref *version) == before;
    }
}
