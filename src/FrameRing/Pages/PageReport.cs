using FrameRing.Layout;

namespace FrameRing.Pages;

/// <summary>Which pages a segment got, and why not better ones.</summary>
/// <param name="Tier">What was got.</param>
/// <param name="SegmentSize">Bytes of the segment, rounded up to whole pages.</param>
/// <param name="Refusals">One sentence for each better tier that was asked for and refused, with the command that would help.</param>
public sealed record PageReport(PageTier Tier, long SegmentSize, IReadOnlyList<string> Refusals)
{
    /// <summary>Bytes of a page of the tier.</summary>
    public long PageSize => Tier switch
    {
        PageTier.Huge1G => 1L << 30,
        PageTier.Huge2M or PageTier.Transparent => 1L << 21,
        _ => Environment.SystemPageSize,
    };

    /// <summary>The tier for people, like <c>2 MiB huge pages</c>.</summary>
    public string Description => Tier switch
    {
        PageTier.Huge1G => "1 GiB huge pages",
        PageTier.Huge2M => "2 MiB huge pages",
        PageTier.Transparent => "transparent huge pages",
        _ => $"{Environment.SystemPageSize / 1024} KiB pages",
    };
}
