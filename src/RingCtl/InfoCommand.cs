using System.CommandLine;
using FrameRing.CommandLine;
using FrameRing.Layout;
using FrameRing.Lifecycle;

namespace FrameRing.RingCtl;

/// <summary><c>ringctl info</c>: all about one ring.</summary>
internal static class InfoCommand
{
    internal static Command Create()
    {
        Argument<string> name = new("RING") { Description = "Name of the ring." };
        Option<bool> json = RingJson.CreateOption();
        Command command = new("info", "All that can be seen of one ring.") { name, json };
        command.SetAction(result =>
        {
            string ring = result.GetRequiredValue(name);
            if (!RingCatalog.TryGet(ring, out RingInfo? info))
            {
                throw new ToolException($"There is no ring '{ring}'. 'ringctl list' shows those there are.", ExitCodes.NoSuchRing);
            }

            if (result.GetValue(json))
            {
                RingJson.Write(info!);
            }
            else
            {
                Print(info!);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Print(RingInfo ring)
    {
        RingText text = new(ring);
        Line("ring", $"{ring.Name} ({text.State})");
        Line("writer", ring.WriterCommand is null ? text.Writer : $"{ring.WriterPid}: {ring.WriterCommand}");
        Line("permissions", $"user {ring.OwnerUid}, mode 0{Convert.ToString(ring.Mode, 8)}");
        Line("directory", $"shmid {ring.DirectoryId}, key 0x{RingName.ToKey(ring.Name):x8}");
        Line("generation", text.Generation);
        if (ring.Segment is not { } segment)
        {
            Line("segment", ring.State == RingState.Dead ? "gone, or not readable for you" : "none yet, or not readable for you");
            return;
        }

        Line("segment", $"shmid {segment.SegmentId}, {text.SegmentSize} on {text.Pages}");
        if (segment.SourceState != SourceState.Unspecified)
        {
            Line("source", text.Source);
        }

        Line("slots", $"{segment.SlotCount} of {SizeFormatter.Format(segment.SlotSize)}");
        Line("readers", text.Readers);
        Line("leases", text.Leases);
        foreach (string holder in text.LeaseHolders)
        {
            Line(string.Empty, holder);
        }

        Line("head", segment.OldestSequence == 0 ? $"{text.Head}, no frame to read" : $"{text.Head}, readable from {segment.OldestSequence}");
        Line("rate", segment.FramesPerSecond is null ? "-" : $"{text.Rate} frames/s");
        Line("published", $"{segment.Statistics.Published} ({segment.Statistics.Direct} direct, {segment.Statistics.Copied} copied, {segment.Statistics.HwDownloaded} downloaded)");
        Line("dropped", $"{segment.Statistics.Dropped}, {segment.Statistics.Corrupt} corrupt");
        if (segment.NewestFrame is FrameMetadata frame)
        {
            Line("newest frame", $"{text.Format}, coded {frame.CodedWidth}x{frame.CodedHeight}, {text.Age} old");
        }
    }

    private static void Line(string label, string value) => Console.WriteLine($"{label,-13} {value}");
}
