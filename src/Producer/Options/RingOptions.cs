using System.CommandLine;
using FrameRing.Lifecycle;

namespace FrameRing.Producer.Options;

/// <summary>The options that say what the ring is like and how long it stays.</summary>
internal sealed class RingOptions
{
    private readonly Option<string> _ring = new("--ring") { Description = "Name of the ring. Default: video.", HelpName = "NAME" };
    private readonly Option<int?> _slots = new("--slots", "-b") { Description = "Slots in the ring, 2 to 65535. Default: what the source needs; the start line says why.", HelpName = "N" };
    private readonly Option<HugePagePolicy?> _huge = new("--huge") { Description = $"Pages: {HugePagePolicies.Spellings}. Default: auto.", HelpName = "PAGES", CustomParser = OptionMaker.ParseHuge };
    private readonly Option<int?> _mode = new("--mode") { Description = "Permission bits of the ring, octal. Default: 0640.", HelpName = "MODE", CustomParser = OptionMaker.ParseMode };
    private readonly Option<string?> _group = new("--group") { Description = "Group that owns the ring. Default: that of the process.", HelpName = "NAME" };
    private readonly Option<int> _waitReaders = new Option<int>("--wait-readers") { Description = "Publish nothing before that many readers are attached. Default: 0.", HelpName = "N" }.RefuseBelow(0);
    private readonly Option<TimeSpan?> _linger = OptionMaker.Duration("--linger", "After the last frame, keep the ring until all readers have left, at most so long. Default: 0.");

    internal IEnumerable<Option> All => [_ring, _slots, _huge, _mode, _group, _waitReaders, _linger];

    internal ProducerOptions Apply(ParseResult result, ProducerOptions options) => options with
    {
        Ring = result.GetValue(_ring) ?? "video",
        Slots = result.GetValue(_slots),
        HugePages = result.GetValue(_huge) ?? HugePagePolicy.Auto,
        Mode = result.GetValue(_mode) ?? 0b110_100_000,
        Group = result.GetValue(_group),
        WaitReaders = result.GetValue(_waitReaders),
        Linger = result.GetValue(_linger) ?? TimeSpan.Zero,
    };
}
