using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Trust;

namespace FrameRing.Succession;

/// <summary>
/// Whether a new writer can go on in the frame segment of the dead one, so that readers stay where they are and nothing is allocated
/// twice. It is there only while a reader keeps it alive.
/// </summary>
internal static class SegmentAdoption
{
    /// <summary>Attaches the segment for writing if it is fit.</summary>
    /// <param name="directory">The ring's page. What another user's page leads to is never adopted.</param>
    /// <param name="entry">What the page says of the dead writer's generation.</param>
    /// <param name="geometry">The slots that are wanted.</param>
    /// <param name="policy">The pages that are wanted; only a demand counts.</param>
    /// <param name="reserved">The directory's ceiling; a head above it was never written by a writer.</param>
    /// <param name="head">The newest published frame.</param>
    /// <returns>Null if it is gone, or not fit: then the ring goes on in a new generation.</returns>
    internal static FrameSegment? TryAdopt(RingDirectory directory, in DirectoryEntry entry, SegmentGeometry geometry, HugePagePolicy policy, ulong reserved, out ulong head)
    {
        head = 0;
        if (!OwnerTrust.IsOurs(directory.Segment) || entry.FrameSegmentId < 0 || entry.State != (uint)GenerationState.Live)
        {
            return null;
        }

        SharedMemorySegment shared = new(entry.FrameSegmentId);
        SharedMemoryAttachment? attachment = null;
        FrameSegment? segment = null;
        bool isFit = false;
        try
        {
            if (!shared.TryAttach(SharedMemoryAttachOptions.ReadWrite, out attachment) || !OwnerTrust.IsOurs(shared))
            {
                return null;
            }

            segment = FrameSegment.Open(entry.FrameSegmentId, attachment!, entry.Token, directory.Name);
            isFit = segment is not null
                && segment.Generation == entry.Generation

                // The entry's process is dead, or the start was refused. The header's can be another one: that of a writer killed while it adopted.
                && !segment.Writer.IsAlive
                && segment.Geometry == geometry
                && segment.State.ReadAcquire() == GenerationState.Live
                && Fits(policy, segment.PageTier)

                // The kernel frees the semaphore of a dying process before it closes its files, and until then a camera may write into
                // its slots: into frames of the new writer.
                && !segment.IsFilledByDevice
                && segment.TryReadHead(out head)
                && head <= reserved;
            return isFit ? segment : null;
        }
        catch (FrameRingException)
        {
            // Somebody else's by now, of another version, or damaged: the ring goes on without it.
            return null;
        }
        finally
        {
            if (!isFit)
            {
                attachment?.Dispose();
            }
        }
    }

    private static bool Fits(HugePagePolicy policy, PageTier tier) => policy switch
    {
        HugePagePolicy.Require1G => tier == PageTier.Huge1G,
        HugePagePolicy.Require2M => tier == PageTier.Huge2M,
        HugePagePolicy.RequireTransparent => tier == PageTier.Transparent,
        _ => true,
    };
}
