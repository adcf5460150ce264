using FrameRing.Faults;
using FrameRing.Interop;
using FrameRing.Layout;
using FrameRing.Segments;
using FrameRing.SystemV;
using System.Runtime.InteropServices;
using Tmds.Linux;

namespace FrameRing.Pages;

/// <summary>
/// Gets the memory of a frame segment on the best pages there are, attached and touched, and marked for removal at once, so that the
/// kernel frees it when the last process is gone, whatever kills it.
/// </summary>
internal static unsafe class SegmentAllocator
{
    private const long Mebi = 1L << 20;

    internal static (int Id, SharedMemoryAttachment Attachment, PageReport Report) Allocate(string name, long size, HugePagePolicy policy, UnixFileMode mode, uint? group)
    {
        List<string> refusals = [];
        foreach (PageTier tier in TiersOf(policy))
        {
            try
            {
                return Allocate(name, size, tier, policy, mode, group, refusals);
            }
            catch (FrameRingException e) when (tier != PageTier.Normal && !IsRequired(policy) && e.Error is (FrameRingError.HugePagesUnavailable or FrameRingError.LimitExceeded))
            {
                refusals.Add($"{Describe(tier)}: {e.Cause}. {e.Remedy}".TrimEnd());
            }
        }

        throw new InvalidOperationException("A policy without a last tier.");
    }

    private static (int Id, SharedMemoryAttachment Attachment, PageReport Report) Allocate(string name, long size, PageTier tier, HugePagePolicy policy, UnixFileMode mode, uint? group, List<string> refusals)
    {
        (long pageSize, SharedMemoryOptions options) = tier switch
        {
            PageTier.Huge1G => (1024 * Mebi, SharedMemoryOptions.HugePages1G),
            PageTier.Huge2M => (2 * Mebi, SharedMemoryOptions.HugePages2M),
            PageTier.Transparent => (2 * Mebi, SharedMemoryOptions.None),
            _ => ((long)Environment.SystemPageSize, SharedMemoryOptions.None),
        };
        long rounded = Layout.SegmentGeometry.RoundUp(size, pageSize);
        if (tier == PageTier.Transparent && TransparentHugePages.WhyNot() is string reason)
        {
            throw TransparentRefusal(reason);
        }

        if (options == SharedMemoryOptions.None)
        {
            AvailableMemory.ThrowIfTooSmall(rounded);
        }

        SharedMemorySegment segment = TransientSegment.Create(name, TransientSegment.FramePart, rounded, mode, options);
        FaultPoint.Reach(FaultStep.StartSegmentMade);
        SharedMemoryAttachment? attachment = null;
        try
        {
            attachment = segment.Attach();
            if (group is uint gid)
            {
                segment.SetOwnership(ownerGid: gid);
            }

            // From here on a kill frees the memory; before, the next start of the name or ringctl gc does.
            segment.Remove();
            FaultPoint.Reach(FaultStep.StartSegmentMarked);
            if (tier == PageTier.Transparent)
            {
                _ = Mman.madvise(attachment.DangerousPointer, (nuint)rounded, Mman.MADV_HUGEPAGE);
            }

            Populate(attachment, rounded, tier);
            if (tier == PageTier.Transparent)
            {
                long huge = TransparentHugePages.BytesAt((nint)attachment.DangerousPointer);
                if (huge < rounded / 2)
                {
                    string why = $"the kernel gave huge pages for {huge / Mebi} of {rounded / Mebi} MiB only";
                    if (IsRequired(policy))
                    {
                        throw TransparentRefusal(why);
                    }

                    refusals.Add($"{Describe(PageTier.Transparent)}: {why}. Memory may be too fragmented.");
                    tier = PageTier.Normal;
                }
            }

            return (segment.Id, attachment, new PageReport(tier, rounded, refusals));
        }
        catch
        {
            attachment?.Dispose();
            segment.Remove();
            throw;
        }
    }

    // Touches every page now: no page fault later, and a shortage shows here as an error instead of SIGBUS in the middle of a frame.
    private static void Populate(SharedMemoryAttachment attachment, long size, PageTier tier)
    {
        byte* start = attachment.DangerousPointer;
        if (Mman.madvise(start, (nuint)size, Mman.MADV_POPULATE_WRITE) == 0)
        {
            return;
        }

        int errno = Marshal.GetLastPInvokeError();
        if (errno != LibC.EINVAL)
        {
            throw new FrameRingException(
                tier is PageTier.Huge1G or PageTier.Huge2M ? FrameRingError.HugePagesUnavailable : FrameRingError.OutOfMemory,
                $"Touch {size / Mebi} MiB of shared memory on {Describe(tier)}",
                $"the kernel could not provide the pages ({SystemVError.Text(errno)})",
                "Use fewer or smaller slots, free memory, or look at the limits of the control group (memory.max, hugetlb.*.max).",
                errno);
        }

        // Before Linux 5.14: by hand. The memory is fresh, so writing zeros changes nothing.
        for (long offset = 0; offset < size; offset += Environment.SystemPageSize)
        {
            start[offset] = 0;
        }
    }

    private static PageTier[] TiersOf(HugePagePolicy policy) => policy switch
    {
        HugePagePolicy.Auto => [PageTier.Huge2M, PageTier.Transparent, PageTier.Normal],
        HugePagePolicy.Prefer1G => [PageTier.Huge1G, PageTier.Huge2M, PageTier.Transparent, PageTier.Normal],
        HugePagePolicy.Require1G => [PageTier.Huge1G],
        HugePagePolicy.Require2M => [PageTier.Huge2M],
        HugePagePolicy.PreferTransparent => [PageTier.Transparent, PageTier.Normal],
        HugePagePolicy.RequireTransparent => [PageTier.Transparent],
        _ => [PageTier.Normal],
    };

    private static bool IsRequired(HugePagePolicy policy) =>
        policy is HugePagePolicy.Require1G or HugePagePolicy.Require2M or HugePagePolicy.RequireTransparent;

    private static string Describe(PageTier tier) => new PageReport(tier, 0, []).Description;

    private static FrameRingException TransparentRefusal(string reason) => new(
        FrameRingError.HugePagesUnavailable,
        "Get transparent huge pages for shared memory",
        reason,
        $"Allow them: echo advise | sudo tee {TransparentHugePages.ShmemSwitch}");
}
