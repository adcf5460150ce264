using System.CommandLine;
using System.Text.Json;
using FrameRing.CommandLine.Streams;
using FrameRing.Inspection;
using FrameRing.Layout;

namespace FrameRing.RingCtl;

/// <summary>Rings as JSON on standard output. The names are part of the interface: they are added to, not changed.</summary>
internal static class RingJson
{
    internal static Option<bool> CreateOption() => new("--json") { Description = "JSON on standard output." };

    internal static void Write(IReadOnlyList<RingInfo> rings) => StandardOutput.PrintJson(isIndented: true, content: writer =>
    {
        writer.WriteStartArray();
        foreach (RingInfo ring in rings)
        {
            Write(writer, ring);
        }

        writer.WriteEndArray();
    });

    internal static void Write(RingInfo ring) => StandardOutput.PrintJson(writer => Write(writer, ring), isIndented: true);

    private static void Write(Utf8JsonWriter writer, RingInfo ring)
    {
        writer.WriteStartObject();
        writer.WriteString("name", ring.Name);
        writer.WriteString("state", ring.State.ToString().ToLowerInvariant());
        writer.WriteNumber("writer_pid", ring.WriterPid);
        writer.WriteString("writer_command", ring.WriterCommand);
        writer.WriteNumber("owner_uid", ring.OwnerUid);
        writer.WriteString("mode", "0" + Convert.ToString((int)ring.Mode, 8));
        writer.WriteNumber("directory_id", ring.DirectoryId);
        writer.WriteNumber("generation", ring.Generation);
        if (ring.Segment is { } segment)
        {
            writer.WriteStartObject("segment");
            Write(writer, segment);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("segment");
        }

        writer.WriteBoolean("offers_leases", ring.OffersLeases);
        if (ring.Leases is { } leases)
        {
            writer.WriteStartObject("leases");
            Write(writer, leases);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("leases");
        }

        writer.WriteBoolean("attached", ring.IsAttached);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RingLeaseInfo leases)
    {
        writer.WriteNumber("id", leases.SegmentId);
        writer.WriteString("delivery", leases.Delivery.ToString().ToLowerInvariant());
        writer.WriteStartArray("holders");
        foreach (RingLeaseHolder holder in leases.Holders)
        {
            writer.WriteStartObject();
            writer.WriteNumber("pid", holder.Pid);
            writer.WriteStartArray("leased");
            foreach (ulong sequence in holder.Leased)
            {
                writer.WriteNumberValue(sequence);
            }

            writer.WriteEndArray();
            if (holder.NextWanted is ulong next)
            {
                writer.WriteNumber("next_wanted", next);
            }

            writer.WriteBoolean("evicted", holder.IsEvicted);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, RingSegmentInfo segment)
    {
        writer.WriteNumber("id", segment.SegmentId);
        writer.WriteNumber("bytes", segment.SegmentSize);
        writer.WriteString("pages", segment.PageTier.ToString());
        writer.WriteNumber("slots", segment.SlotCount);
        writer.WriteNumber("slot_bytes", segment.SlotSize);
        writer.WriteString("source", segment.SourceState.ToString().ToLowerInvariant());
        writer.WriteString("source_name", segment.SourceName);
        writer.WriteNumber("readers", segment.Readers);
        writer.WriteNumber("head", segment.Head);
        writer.WriteNumber("oldest", segment.OldestSequence);
        writer.WriteNumber("published", segment.Statistics.Published);
        writer.WriteNumber("dropped", segment.Statistics.Dropped);
        writer.WriteNumber("direct", segment.Statistics.Direct);
        writer.WriteNumber("copied", segment.Statistics.Copied);
        writer.WriteNumber("hw_downloaded", segment.Statistics.HwDownloaded);
        writer.WriteNumber("corrupt", segment.Statistics.Corrupt);
        writer.WriteNumber("revoked", segment.Statistics.Revoked);
        writer.WriteNumber("evicted", segment.Statistics.Evicted);
        writer.WriteNumber("waits", segment.Statistics.Waits);
        writer.WriteNumber("wait_seconds", Math.Round(segment.Statistics.WaitTime.TotalSeconds, 6));
        if (segment.FramesPerSecond is double rate)
        {
            writer.WriteNumber("frames_per_second", Math.Round(rate, 3));
        }

        if (segment.NewestFrame is FrameMetadata frame && segment.NewestAge is TimeSpan age)
        {
            writer.WriteNumber("newest_age_ms", Math.Round(age.TotalMilliseconds, 3));
            writer.WriteString("format", frame.Format.ToString());
            writer.WriteNumber("width", frame.Crop.Width);
            writer.WriteNumber("height", frame.Crop.Height);
            writer.WriteNumber("coded_width", frame.CodedWidth);
            writer.WriteNumber("coded_height", frame.CodedHeight);
            PictureJson.Write(writer, frame);
        }
    }
}
