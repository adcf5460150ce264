using System.CommandLine;
using System.CommandLine.Parsing;
using FrameRing.CommandLine;
using FrameRing.Lifecycle;
using FrameRing.Producer.Sources.Pattern;

namespace FrameRing.Producer.Options;

/// <summary>The command line of <c>producer</c>: its help and its options.</summary>
internal static class ProducerCommand
{
    internal static RootCommand Create()
    {
        Argument<string> input = new("INPUT") { Description = $"What to publish: a video file, a URL that FFmpeg opens, or {PatternSpecification.Syntax}." };
        Option<string> ring = new("--ring") { Description = "Name of the ring.", HelpName = "NAME", DefaultValueFactory = _ => "video" };
        Option<string> pace = new("--pace") { Description = "native: at the frame rate; max: as fast as it goes.", DefaultValueFactory = _ => "native" };
        pace.AcceptOnlyFromAmong("native", "max");
        Option<long?> frames = new("--frames", "-n", "-frames:v") { Description = "Stop after that many frames.", HelpName = "N" };
        Option<TimeSpan?> duration = Duration("--duration", "Stop after that much video: 10, 1:30, 500ms.", "-t");
        Option<TimeSpan?> seek = Duration("--seek", "Begin at that time.", "-ss");
        Option<int?> threads = new("--threads", "-threads") { Description = "Decoder threads. Default: one per processor, at most 4; each costs a slot.", HelpName = "N" };
        Option<string?> decoder = new("--decoder", "-c:v") { Description = "Decoder by its FFmpeg name. Default: FFmpeg's choice.", HelpName = "NAME" };
        Option<int?> slots = new("--slots", "-b") { Description = "Slots in the ring, 2 to 65535. Default: what the source needs; the start line says why.", HelpName = "N" };
        Option<HugePagePolicy?> huge = new("--huge") { Description = $"Pages: {HugePagePolicies.Spellings}. Default: auto.", HelpName = "PAGES", CustomParser = ParseHuge };
        Option<int?> mode = new("--mode") { Description = "Permission bits of the ring, octal. Default: 0640.", HelpName = "MODE", CustomParser = ParseMode };
        Option<string?> group = new("--group") { Description = "Group that owns the ring.", HelpName = "NAME" };
        Option<int> waitReaders = new("--wait-readers") { Description = "Publish nothing before that many readers are attached.", HelpName = "N" };
        RefuseBelow(frames, 0);
        RefuseBelow(waitReaders, 0);
        RefuseBelow(threads, 1);
        Option<TimeSpan?> linger = Duration("--linger", "After the last frame, keep the ring until all readers have left, at most so long.");
        Option<bool> quiet = new("--quiet", "-q") { Description = "Only errors." };
        Option<bool> json = new("--json") { Description = "The summary as JSON on standard output." };

        RootCommand root = new("""
            Publishes video frames into a ring that any number of consumers read without a copy.

            Examples:
              producer movie.mp4                            decode a file into the ring 'video'
              producer pattern:1920x1080@60                 a test picture into the ring 'video'
              producer pattern:1280x720@30:NV12 --ring cam  another format, another name
              producer pattern:3840x2160@60 --pace max -n 1000 --huge require-2M
            """)
        {
            input, ring, pace, frames, duration, seek, threads, decoder, slots, huge, mode, group, waitReaders, linger, quiet, json,
        };
        root.SetAction(result => ProducerSession.Run(new ProducerOptions
        {
            Input = result.GetRequiredValue(input),
            Ring = result.GetRequiredValue(ring),
            IsPaced = result.GetValue(pace) == "native",
            Frames = result.GetValue(frames),
            Duration = result.GetValue(duration),
            Seek = result.GetValue(seek) ?? TimeSpan.Zero,
            Threads = result.GetValue(threads),
            Decoder = result.GetValue(decoder),
            Slots = result.GetValue(slots),
            HugePages = result.GetValue(huge) ?? HugePagePolicy.Auto,
            Mode = result.GetValue(mode) ?? 0b110_100_000,
            Group = result.GetValue(group),
            WaitReaders = result.GetValue(waitReaders),
            Linger = result.GetValue(linger) ?? TimeSpan.Zero,
            IsQuiet = result.GetValue(quiet),
            IsJson = result.GetValue(json),
        }));
        return root;
    }

    private static Option<TimeSpan?> Duration(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DurationParser.TryParse(result.Tokens[0].Value, out TimeSpan value))
            {
                return value;
            }

            result.AddError($"'{result.Tokens[0].Value}' is no duration for {name}. Use seconds, 1:30 or 500ms.");
            return null;
        },
    };

    private static void RefuseBelow<T>(Option<T> option, long least) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<T>() is { } value && Convert.ToInt64(value) < least)
        {
            result.AddError($"'{value}' is no value for {option.Name}. Use {least} or more.");
        }
    });

    private static HugePagePolicy? ParseHuge(ArgumentResult result)
    {
        if (!HugePagePolicies.TryParse(result.Tokens[0].Value, out HugePagePolicy policy))
        {
            result.AddError($"'{result.Tokens[0].Value}' is no value for --huge. Use one of {HugePagePolicies.Spellings}.");
        }

        return policy;
    }

    private static int? ParseMode(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        try
        {
            return Convert.ToInt32(text, 8);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            result.AddError($"'{text}' is no value for --mode. Use three octal digits like 0640.");
            return 0;
        }
    }
}
