using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Pages;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Trust;

namespace FrameRing.Succession;

/// <summary>Where a new writer goes on: numbers never go back while a name lives, whatever the last writer died of.</summary>
/// <param name="Generation">Number of the generation.</param>
/// <param name="Head">The last number that anybody can have seen.</param>
/// <param name="Adopted">The dead writer's segment if the new one goes on in it; null for a new one.</param>
internal readonly record struct ResumePoint(ulong Generation, ulong Head, FrameSegment? Adopted)
{
    // Far above every number that is reached, far below where numbers end.
    private const ulong MaxCeiling = IndexEntry.MaxSequence / 2;

    // At the head of the dead writer's segment if somebody still keeps that alive, else above everything that was ever reserved.
    // Only the kernel knows that a process of another PID namespace is dead: it has freed the very semaphore that the entry names. With
    // another one nothing is known, so nothing is adopted.
    internal static ResumePoint Find(RingDirectory directory, WriterLock held, SegmentGeometry geometry, HugePagePolicy policy)
    {
        ulong reserved = directory.ReservedSequence.Read();
        bool isKnown = directory.TryReadEntry(out DirectoryEntry entry) && entry.Generation != 0;
        if (reserved > MaxCeiling || (isKnown && entry.Generation > MaxCeiling))
        {
            // No producer ever wrote that. With such numbers every reader would call the ring damaged, and so would every later start.
            directory.SetUpAnew();
            return new ResumePoint(1, 0, null);
        }

        if (!isKnown)
        {
            // A page that was torn by a kill says nothing about the generation; the ceiling serves for both numbers.
            return new ResumePoint(reserved + 1, reserved, null);
        }

        if (entry.WriterSemaphoreId != held.Id)
        {
            return new ResumePoint(entry.Generation + 1, reserved, null);
        }

        if (SegmentAdoption.TryAdopt(directory, entry, geometry, policy, reserved, out ulong head) is { } adopted)
        {
            return new ResumePoint(entry.Generation, head, adopted);
        }

        return new ResumePoint(entry.Generation + 1, TryReadHead(directory, entry, reserved) ?? reserved, null);
    }

    // Under the same conditions as for adoption: numbers of somebody else's segment say nothing.
    private static ulong? TryReadHead(RingDirectory directory, in DirectoryEntry entry, ulong reserved)
    {
        try
        {
            SharedMemorySegment shared = new(entry.FrameSegmentId);
            if (entry.FrameSegmentId >= 0 && shared.TryAttach(SharedMemoryAttachOptions.ReadOnly, out SharedMemoryAttachment? attachment))
            {
                using (attachment)
                {
                    FrameSegment? old = OwnerTrust.IsOurs(shared) ? FrameSegment.Open(entry.FrameSegmentId, attachment!, entry.Token, directory.Name) : null;
                    return old is not null && old.Generation == entry.Generation && old.TryReadHead(out ulong head) && head <= reserved ? head : null;
                }
            }
        }
        catch (FrameRingException)
        {
            // Somebody else's by now, made by another version, or damaged: the ceiling is enough to go on.
        }

        return null;
    }
}
