using System.Globalization;
using FrameRing.CommandLine;
using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Text;

namespace FrameRing.RingCtl;

/// <summary>A ring's facts as words; a dash where there is nothing to tell.</summary>
internal sealed class RingText(RingInfo ring)
{
    private const string None = "-";
    private const int LongestProgram = 40;
    private readonly RingSegmentInfo? _segment = ring.Segment;

    internal string State => ring.State.ToString().ToLowerInvariant();

    internal string Source => _segment?.SourceName is not { } name ? SourceState : SourceState == None ? name : $"{name}: {SourceState}";

    internal string Generation => Number(ring.Generation);

    internal string Slots => _segment is null ? None : Number(_segment.SlotCount);

    internal string SegmentSize => _segment is null ? None : SizeFormatter.Format(_segment.SegmentSize);

    internal string Pages => _segment is null ? None : new PageReport(_segment.PageTier, 0, []).Description;

    internal string Format => _segment?.NewestFrame is FrameMetadata frame
        ? $"{frame.Crop.Width}x{frame.Crop.Height} {frame.Format}"
        : None;

    internal string Head => _segment is null ? None : Number(_segment.Head);

    internal string Rate => _segment?.FramesPerSecond is double rate ? rate.ToString("0.0", CultureInfo.InvariantCulture) : None;

    internal string Age => _segment?.NewestAge is TimeSpan age ? Duration(age) : None;

    internal string Readers => _segment is null ? None : Number(_segment.Readers);

    internal string Leases => ring.Leases is not { } leases
        ? ring.OffersLeases ? "offered; gone, or not readable for you" : "not offered"
        : $"{(leases.Delivery == Delivery.Lossless ? "lossless delivery" : "live delivery")}, {Counted.Of(leases.Holders.Count, "reader")} with an entry, "
            + $"{Number(_segment?.Statistics.Revoked ?? 0)} revoked, {Number(_segment?.Statistics.Evicted ?? 0)} evicted, {Counted.Of(_segment?.Statistics.Waits ?? 0, "claim")} waited";

    internal IEnumerable<string> LeaseHolders => (ring.Leases?.Holders ?? []).Select(holder =>
        $"process {Number(holder.Pid)}"
        + (holder.NextWanted is ulong next ? $", lossless, needs from {Number(next)} on" : string.Empty)
        + (holder.Leased.Count > 0 ? $", leases {string.Join(", ", holder.Leased.Select(Number))}" : string.Empty)
        + (holder.IsEvicted ? ", evicted" : string.Empty));

    internal string Dropped => _segment is null ? None : Number(_segment.Statistics.Dropped);

    internal string Writer => ring.State == RingState.Dead
        ? $"{ring.WriterPid} (gone)"
        : ring.WriterCommand is null ? Number(ring.WriterPid) : $"{ring.WriterPid} {PrintableText.Of(Path.GetFileName(ring.WriterCommand.Split(' ')[0]), LongestProgram)}";

    private string SourceState => _segment?.SourceState switch
    {
        Layout.SourceState.Running => "running",
        Layout.SourceState.Gone => "gone; the producer waits for it",
        Layout.SourceState.NoSignal => "no signal; the producer waits for one",
        Layout.SourceState.Failed => "failed",
        _ => None,
    };

    private static string Duration(TimeSpan age) => age.TotalSeconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0.0} s");

    private static string Number<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
