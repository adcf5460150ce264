using System.CommandLine;
using FrameRing.Producer.Sources.Pattern;

namespace FrameRing.Producer.Options;

/// <summary>The command line of <c>producer</c>: its help and its options.</summary>
internal static class ProducerCommand
{
    internal static RootCommand Create()
    {
        Argument<string> input = new("INPUT") { Description = $"What to publish: a video file, a URL that FFmpeg opens, or {PatternSpecification.Syntax}." };
        FileOptions file = new();
        RingOptions ring = new();
        Option<string> pace = new("--pace") { Description = "native: at the frame rate; max: as fast as it goes.", DefaultValueFactory = _ => "native" };
        pace.AcceptOnlyFromAmong("native", "max");
        Option<long?> frames = new Option<long?>("--frames", "-n", "-frames:v") { Description = "Stop after that many frames.", HelpName = "N" }.RefuseBelow(0);
        Option<TimeSpan?> duration = OptionMaker.Duration("--duration", "Stop after that much video: 10, 1:30, 500ms.", "-t");
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
            input, pace, frames, duration, quiet, json,
        };
        foreach (Option option in file.All.Concat(ring.All))
        {
            root.Options.Add(option);
        }

        root.SetAction(result => ProducerSession.Run(ring.Apply(result, new ProducerOptions
        {
            File = file.Read(result, result.GetRequiredValue(input)),
            IsPaced = result.GetValue(pace) == "native",
            Frames = result.GetValue(frames),
            Duration = result.GetValue(duration),
            IsQuiet = result.GetValue(quiet),
            IsJson = result.GetValue(json),
        })));
        return root;
    }
}
