using System.CommandLine;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine;
using FrameRing.CommandLine.Streams;
using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Text;

namespace FrameRing.RingCtl;

/// <summary><c>ringctl info</c>: all about one ring.</summary>
internal static class InfoCommand
{
    internal static Command Create()
    {
        Argument<string> name = new("RING") { Description = "Name of the ring." };
        Option<bool> json = RingJson.CreateOption();
        Command command = new("info", """
            All that can be seen of one ring, and what its newest frame says of its picture: size, time, rate, orientation, pixel aspect, fields and colours.
            With --json these have the names and words of ffprobe, and what is not known is left out; but rotation is clockwise, after the mirroring.
            """) { name, json };
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
                StandardOutput.Print(output => Print(output, info!));
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Print(TextWriter output, RingInfo ring)
    {
        RingText text = new(ring);
        Line(output, "ring", $"{ring.Name} ({text.State})");
        Line(output, "writer", ring.WriterCommand is null ? text.Writer : $"{ring.WriterPid}: {PrintableText.Of(ring.WriterCommand)}");
        Line(output, "permissions", $"user {ring.OwnerUid}, mode 0{Convert.ToString((int)ring.Mode, 8)}");
        Line(output, "directory", $"shmid {ring.DirectoryId}, key 0x{RingName.ToKey(ring.Name):x8}");
        Line(output, "generation", text.Generation);
        if (ring.Segment is not { } segment)
        {
            Line(output, "segment", ring.State == RingState.Dead ? "gone, or not readable for you" : "none yet, or not readable for you");
            return;
        }

        Line(output, "segment", $"shmid {segment.SegmentId}, {text.SegmentSize} on {text.Pages}");
        if (segment.SourceState != SourceState.Unspecified || segment.SourceName is not null)
        {
            Line(output, "source", text.Source);
        }

        Line(output, "slots", $"{segment.SlotCount} of {SizeFormatter.Format(segment.SlotSize)}");
        Line(output, "readers", text.Readers);
        Line(output, "leases", text.Leases);
        foreach (string holder in text.LeaseHolders)
        {
            Line(output, string.Empty, holder);
        }

        Line(output, "head", segment.OldestSequence == 0 ? $"{text.Head}, no frame to read" : $"{text.Head}, readable from {segment.OldestSequence}");
        Line(output, "rate", segment.FramesPerSecond is null ? "-" : $"{text.Rate} frames/s");
        Line(output, "published", $"{segment.Statistics.Published} ({segment.Statistics.Direct} direct, {segment.Statistics.Copied} copied, {segment.Statistics.HwDownloaded} downloaded)");
        Line(output, "dropped", $"{segment.Statistics.Dropped}, {segment.Statistics.Corrupt} corrupt");
        if (segment.NewestFrame is FrameMetadata frame)
        {
            Line(output, "newest frame", $"{text.Format}, coded {frame.CodedWidth}x{frame.CodedHeight}, {text.Age} old");
            foreach ((string label, string value) in PictureText.Lines(frame))
            {
                Line(output, label, value);
            }
        }
    }

    private static void Line(TextWriter output, string label, string value) => output.WriteLine($"{label,-13} {value}");
}
