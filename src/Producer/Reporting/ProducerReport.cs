using System.Diagnostics;
using System.Globalization;
using FrameRing.CommandLine;
using FrameRing.CommandLine.Streams;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Producer.Options;
using FrameRing.Producer.Sources;
using FrameRing.Writing;

namespace FrameRing.Producer.Reporting;

/// <summary>What the user sees: the start, a live line, the summary. On standard error, but for JSON.</summary>
internal sealed class ProducerReport(ProducerOptions options, FrameRingWriter writer, IFrameSource source)
{
    private readonly LiveLine _live = new("producer: ", options.IsQuiet && !options.IsStats, options.IsStats ? TimeSpan.FromSeconds(1) : null);
    private long _started = Stopwatch.GetTimestamp();
    private long _shown = Stopwatch.GetTimestamp();
    private ulong _shownFrames;
    private static readonly TimeSpan s_longHold = TimeSpan.FromSeconds(2);

    private readonly List<PageReport> _generations = [];
    private ulong _toldGeneration = writer.Generation;
    private ulong _toldEvicted;
    private int _toldRemovals;
    private long _tooLarge;
    private TimeSpan _shownWait;
    private long _shownWaitAt = Stopwatch.GetTimestamp();

    internal void Start(string description, string slotReason)
    {
        TellRemovals();
        if (!options.IsQuiet)
        {
            StandardError.WriteLine($"Ring '{writer.Name}': {description}");
        }

        TellPages($" ({slotReason})", string.Empty);
    }

    // Also if nothing else is to be said: something of another user's is gone.
    private void TellRemovals()
    {
        for (IReadOnlyList<string> removed = writer.RemovedObjects; _toldRemovals < removed.Count; _toldRemovals++)
        {
            _live.Clear();
            StandardError.WriteLine($"producer: {removed[_toldRemovals]}.");
        }
    }

    // What was got for a generation and, where better pages were asked for, why not those.
    private void TellPages(string slotReason, string beginning)
    {
        PageReport pages = writer.Pages;
        _generations.Add(pages);
        if (options.IsQuiet)
        {
            return;
        }

        StandardError.WriteLine($"  {beginning}{writer.SlotCount} slots of {SizeFormatter.Format(writer.SlotSize)}{slotReason}, {SizeFormatter.Format(pages.SegmentSize)} on {pages.Description}");
        foreach (string refusal in pages.Refusals)
        {
            StandardError.WriteLine($"  No {refusal}");
        }
    }

    private void TellNewGeneration()
    {
        if (writer.Generation != _toldGeneration)
        {
            _toldGeneration = writer.Generation;
            _live.Clear();
            TellPages(string.Empty, "The frames have outgrown their slots; now ");
        }
    }

    /// <summary>Counts a frame that was dropped because no slot is large enough.</summary>
    internal void CountTooLarge() => _tooLarge++;

    /// <summary>Tells what the source has to say since the last time.</summary>
    internal void Remark(IFrameSource from)
    {
        while (from.TakeRemark() is { } remark)
        {
            Remark(remark);
        }
    }

    private void Remark(string remark)
    {
        if (!options.IsQuiet)
        {
            _live.Clear();
            StandardError.WriteLine($"  {char.ToUpperInvariant(remark[0])}{remark[1..]}.");
        }
    }

    /// <summary>Tells that the last frame is shown for a time in which nothing else happens.</summary>
    internal void HoldLast(TimeSpan left)
    {
        if (left > s_longHold)
        {
            Remark(FormattableString.Invariant($"the last frame is shown for {left.TotalSeconds:0.#} s more, as the input says; a stop signal ends it"));
        }
    }

    internal void StartClock() => _started = _shown = Stopwatch.GetTimestamp();

    internal void Update()
    {
        // At once, and in a log too: whose consumer it is will want to know when.
        TellNewGeneration();
        TellRemovals();
        WriterStatistics counts = writer.Statistics;
        TellEvicted(counts.Evicted);
        if (!_live.IsDue)
        {
            return;
        }

        string rate = RateFormatter.Format((long)(counts.Published - _shownFrames), Stopwatch.GetElapsedTime(_shown));
        (_shown, _shownFrames) = (Stopwatch.GetTimestamp(), counts.Published);
        _live.Show($"{rate}, {counts.Published} published, {counts.Dropped} dropped, {counts.Direct} direct, {counts.Copied} copied, {Counted.Of(writer.AttachedReaders, "reader")}{WaitShare(counts)}{source.Figures?.Live}", Progress(counts));
    }

    // Back-pressure as people feel it: how much of the time since the last look a claim waited for readers.
    private string WaitShare(WriterStatistics counts)
    {
        if (options.Delivery != Delivery.Lossless)
        {
            return string.Empty;
        }

        TimeSpan waited = counts.WaitTime - _shownWait;
        double share = waited / Stopwatch.GetElapsedTime(_shownWaitAt);
        (_shownWait, _shownWaitAt) = (counts.WaitTime, Stopwatch.GetTimestamp());
        return string.Create(CultureInfo.InvariantCulture, $", {Math.Min(1, share):P0} of the time waiting for them");
    }

    private void TellEvicted(ulong evicted)
    {
        if (evicted > _toldEvicted)
        {
            Remark($"{Counted.Of(evicted - _toldEvicted, "lossless reader has", "lossless readers have")} not moved for {options.ReaderTimeout.TotalSeconds:0.###} s and will not be waited for any more");
            _toldEvicted = evicted;
        }
    }

    // The nearest of the ends that are known. A duration of video counts only where the rate is told, so it is left to the source's own end.
    private double? Progress(WriterStatistics counts)
    {
        long? end = options.Frames is long asked ? Math.Min(asked, source.ExpectedFrames ?? long.MaxValue) : source.ExpectedFrames;
        return end > 0 && options.Duration is null ? (double)counts.Published / end : null;
    }

    internal void Finish(WriterStatistics counts, PageReport pages)
    {
        _live.Clear();
        double seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        double rate = seconds > 0 ? counts.Published / seconds : 0;
        double copies = counts.Published > 0 ? (double)(counts.Copied + counts.HwDownloaded) / counts.Published : 0;
        if (!options.IsQuiet)
        {
            StandardError.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {Counted.Of(counts.Published, "frame")} in {seconds:0.00} s, {rate:0.0} frames/s; {copies:0.##} {(copies == 1 ? "copy" : "copies")} per frame; {counts.Dropped} dropped, {counts.Corrupt} corrupt; {Counted.Of(writer.GenerationCount, "generation")}"));
        }

        if (!options.IsQuiet && options.Delivery == Delivery.Lossless)
        {
            StandardError.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Counted.Of(counts.Waits, "claim")} waited {counts.WaitTime.TotalSeconds:0.00} s in all for readers"));
        }

        foreach (string line in options.IsQuiet ? [] : source.Figures?.Summary ?? [])
        {
            StandardError.WriteLine($"  {line}");
        }

        TellIfAny((ulong)_tooLarge, "frame", "dropped because no slot was large enough");
        TellIfAny(counts.Revoked, "leased slot", "taken back");
        TellIfAny(counts.Evicted, "lossless reader", "not waited for any more");
        if (options.IsJson)
        {
            WriteJson(options.Ring, counts, writer.GenerationCount, _tooLarge, pages, _generations, seconds, rate, copies, source.Figures);
        }
    }

    private void TellIfAny(ulong count, string what, string happened)
    {
        if (count > 0 && !options.IsQuiet)
        {
            StandardError.WriteLine($"  {Counted.Of(count, $"{what} was", $"{what}s were")} {happened}");
        }
    }

    /// <summary>The end of a run that was stopped before its input said how large frames are, so that there was no ring.</summary>
    internal static void FinishWithoutRing(ProducerOptions options)
    {
        if (!options.IsQuiet)
        {
            StandardError.WriteLine($"Stopped while opening '{options.File.ShownInput}': no ring was made, 0 frames.");
        }

        if (options.IsJson)
        {
            WriteJson(options.Ring, default, 0, 0, null, [], 0, 0, 0, null);
        }
    }

    private static void WriteJson(
        string ring, WriterStatistics counts, ulong generationCount, long tooLarge, PageReport? pages, List<PageReport> generations, double seconds, double rate, double copies, ISourceFigures? figures) =>
        StandardOutput.PrintJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("ring", ring);
            json.WriteNumber("frames", counts.Published);
            json.WriteNumber("seconds", Math.Round(seconds, 6));
            json.WriteNumber("frames_per_second", Math.Round(rate, 3));
            json.WriteNumber("copies_per_frame", Math.Round(copies, 6));
            json.WriteNumber("direct", counts.Direct);
            json.WriteNumber("copied", counts.Copied);
            json.WriteNumber("hw_downloaded", counts.HwDownloaded);
            json.WriteNumber("dropped", counts.Dropped);
            json.WriteNumber("too_large", tooLarge);
            json.WriteNumber("corrupt", counts.Corrupt);
            json.WriteNumber("generations", generationCount);
            json.WriteNumber("revoked", counts.Revoked);
            json.WriteNumber("evicted", counts.Evicted);
            json.WriteNumber("waits", counts.Waits);
            json.WriteNumber("wait_seconds", Math.Round(counts.WaitTime.TotalSeconds, 6));
            json.WriteString("pages", pages?.Tier.ToString());
            json.WriteNumber("segment_bytes", pages?.SegmentSize ?? 0);
            json.WriteStartArray("generation_pages");
            generations.ForEach(generation => json.WriteStringValue(generation.Tier.ToString()));
            json.WriteEndArray();
            figures?.Write(json);
            json.WriteEndObject();
        });
}
