using System.CommandLine;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Writing;

namespace FrameRing.Producer.Options;

/// <summary>The options that say what the ring is like and how long it stays.</summary>
internal sealed class RingOptions
{
    /// <summary>What a ring can number.</summary>
    internal const int MaxSlots = 65535;

    private readonly Option<string> _ring = new("--ring") { Description = "Name of the ring. Default: video.", HelpName = "NAME" };
    private readonly Option<int?> _slots = new Option<int?>("--slots", "-b") { Description = $"Slots in the ring, 2 to {MaxSlots}. Default: what the source needs; the start line says why.", HelpName = "N" }.RefuseOutside(2, MaxSlots);
    private readonly Option<HugePagePolicy?> _huge = new("--huge") { Description = $"Pages: {HugePagePolicies.Spellings}. Default: auto.", HelpName = "PAGES", CustomParser = OptionMaker.ParseHuge };
    private readonly Option<UnixFileMode?> _mode = new("--mode") { Description = "Permission bits of the ring, octal: who beside its owner may read; none may write. Default: 0640.", HelpName = "MODE", CustomParser = OptionMaker.ParseMode };
    private readonly Option<string?> _group = new("--group") { Description = "Group that owns the ring. Default: that of the process.", HelpName = "NAME" };
    private readonly Option<int> _waitReaders = new Option<int>("--wait-readers") { Description = "Publish nothing before that many readers are attached; with lossless delivery, lossless readers. Default: 0.", HelpName = "N" }.RefuseBelow(0);
    private readonly Option<TimeSpan?> _linger = OptionMaker.Duration("--linger", "After the last frame, keep the ring until all readers have left, at most so long. Default: 0.");

    private readonly Option<string?> _delivery = new Option<string?>("--delivery") { Description = "When readers need all slots: live drops the new frame, lossless waits for the readers that ask for every frame. Default: live.", HelpName = "HOW" }.AcceptOnly("live", "lossless");
    private readonly Option<int?> _leases = new Option<int?>("--leases") { Description = "Let readers hold frames; N slots are added for them. Default: none with live, 4 with lossless delivery.", HelpName = "N" }.RefuseOutside(1, MaxSlots);
    private readonly Option<TimeSpan?> _leaseTimeout = OptionMaker.Duration("--lease-timeout", "Take a leased slot back when there has been no other for so long; 0: at once. Default: 5 s.");
    private readonly Option<TimeSpan?> _readerTimeout = OptionMaker.Duration("--reader-timeout", "Go on without a lossless reader that has not moved for so long while it was waited for; 0: at the second look. Default: 10 s.");

    internal IEnumerable<Option> Ring => [_ring, _slots, _huge, _mode, _group];

    internal IEnumerable<Option> Readers => [_waitReaders, _linger, _delivery, _leases, _leaseTimeout, _readerTimeout];

    internal ProducerOptions Apply(ParseResult result, ProducerOptions options) => options with
    {
        Ring = result.GetValue(_ring) ?? "video",
        Slots = result.GetValue(_slots),
        HugePages = result.GetValue(_huge) ?? HugePagePolicy.Auto,
        Mode = result.GetValue(_mode) ?? RingMode.Default,
        Group = result.GetValue(_group),
        WaitReaders = result.GetValue(_waitReaders),
        Linger = result.GetValue(_linger) ?? TimeSpan.Zero,
        Delivery = ReadDelivery(result),
        Leases = ReadLeases(result),
        LeaseTimeout = result.GetValue(_leaseTimeout) ?? TimeSpan.FromSeconds(5),
        ReaderTimeout = result.GetValue(_readerTimeout) ?? TimeSpan.FromSeconds(10),
    };

    private Delivery ReadDelivery(ParseResult result)
    {
        Delivery delivery = result.GetValue(_delivery) == "lossless" ? Delivery.Lossless : Delivery.Live;
        return delivery == Delivery.Live && result.GetResult(_readerTimeout) is not null
            ? throw new ToolException("--reader-timeout is about readers that are waited for, and a live ring waits for nobody. Add --delivery lossless, or leave it out.", ExitCodes.Usage)
            : delivery;
    }

    private int ReadLeases(ParseResult result)
    {
        int leases = result.GetValue(_leases) ?? (ReadDelivery(result) == Delivery.Lossless ? FrameRingReader.MaxLeases : 0);
        return leases == 0 && result.GetResult(_leaseTimeout) is not null
            ? throw new ToolException("--lease-timeout is about leases, and this ring offers none. Add --leases N, or leave it out.", ExitCodes.Usage)
            : leases;
    }
}
