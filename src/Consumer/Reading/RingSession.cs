using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine.Signals;
using FrameRing.CommandLine;
using FrameRing.CommandLine.Streams;
using FrameRing.Consumer.Options;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Reading;
using FrameRing.Waiting;

namespace FrameRing.Consumer.Reading;

/// <summary>Attaches a ring, gives every frame to a handler, turns the end into a sentence and an exit code.</summary>
/// <param name="request">What the user asked for.</param>
/// <param name="isOutputTerminal">True if the frames' output goes to a terminal, where a live line would be in the way.</param>
internal sealed class RingSession(ReadingRequest request, bool isOutputTerminal)
{
    private readonly LiveLine _live = new($"consumer: {request.Ring}: ", request.IsQuiet || request.IsJson || isOutputTerminal);
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly LatencyHistogram _latency = new();
    private long _done;
    private long _overwritten;
    private ulong _writerChanges;

    internal int Run(IFrameHandler handler)
    {
        using StopSignals stop = new();
        switch (FrameRingReader.TryAttach(request.Ring, request.Reader, request.Wait, stop.Token, out FrameRingReader? reader))
        {
            case AttachStatus.Canceled:
                return ExitCodes.Ok;
            case AttachStatus.NoSuchRing:
                throw new ToolException($"There is no ring '{request.Ring}' with a living producer. Start one with 'producer INPUT --ring {request.Ring}', or wait longer with --wait.", ExitCodes.NoSuchRing);
        }

        using (reader)
        {
            try
            {
                handler.Begin(stop.Token);
                handler.TellSource(reader!.SourceName);
                int code = LoopAndComplete(reader!, handler, stop.Token);
                _live.Clear();
                bool isIncomplete = reader!.Statistics.Lost > 0 || _overwritten > 0;
                code = code == ExitCodes.Ok && (request.IsStrict || request.Reader.IsLossless) && isIncomplete ? ExitCodes.FramesLost : code;
                Summarize(handler, reader.Statistics, code, null);
                return code;
            }
            catch (ToolException e) when (request.IsJson)
            {
                Summarize(handler, reader!.Statistics, e.ExitCode, e.Message);
                throw;
            }
            finally
            {
                _live.Clear();
            }
        }
    }

    // What was begun is finished even if the loop fails: the pictures made so far are the user's. The loop's failure comes first.
    private int LoopAndComplete(FrameRingReader reader, IFrameHandler handler, CancellationToken stop)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, handler.Failed);
        int code;
        try
        {
            code = Loop(reader, handler, either.Token);
        }
        catch (Exception)
        {
            try
            {
                handler.Complete();
            }
            catch (ToolException second)
            {
                Say(second.Message);
            }

            throw;
        }

        handler.Complete();
        return code;
    }

    private int Loop(FrameRingReader reader, IFrameHandler handler, CancellationToken stop)
    {
        bool isFollowing = false;
        long waitingSince = 0;
        while (_done != (request.Frames ?? -1))
        {
            ReadStatus status = reader.WaitNext(isFollowing ? Remaining(waitingSince) : request.Timeout, stop, out FrameView view);
            switch (status)
            {
                case ReadStatus.Ok:
                    isFollowing = false;
                    AddLatency(view.Metadata);
                    TellOfProducer(reader, handler);
                    FrameOutcome outcome = request.Reader.Leases ? HandleLeased(reader, handler, view) : handler.OnFrame(view);
                    _done += outcome is FrameOutcome.Done or FrameOutcome.Last ? 1 : 0;
                    _overwritten += outcome == FrameOutcome.Overwritten ? 1 : 0;
                    if (handler.TakeRemark() is string remark)
                    {
                        Say(remark);
                    }

                    ShowProgress(handler, reader);
                    if (outcome is FrameOutcome.Stop or FrameOutcome.Last)
                    {
                        return ExitCodes.Ok;
                    }

                    break;
                case ReadStatus.Canceled:
                    return ExitCodes.Ok;
                case ReadStatus.Ended or ReadStatus.WriterDied when request.IsFollowing:
                    if (!isFollowing)
                    {
                        Say(status == ReadStatus.Ended ? "the producer has ended; waiting for the next one" : "the producer has died; waiting for the next one");
                        isFollowing = true;
                        waitingSince = Stopwatch.GetTimestamp();
                    }
                    else if (Remaining(waitingSince) == TimeSpan.Zero)
                    {
                        throw NoFrame();
                    }

                    break;
                case ReadStatus.Ended when reader.SourceState == SourceState.Failed:
                    Say("the producer has ended because its source failed");
                    return ExitCodes.WriterDied;
                case ReadStatus.Ended:
                    return ExitCodes.Ok;
                case ReadStatus.WriterDied:
                    Say("the producer has died without ending the ring");
                    return ExitCodes.WriterDied;
                case ReadStatus.TimedOut:
                    throw NoFrame();
                case ReadStatus.Evicted:
                    throw new ToolException($"The producer of ring '{request.Ring}' waits for this consumer no more, because it was too slow; frames are lost. Make it faster, or give the producer a longer --reader-timeout.", ExitCodes.FramesLost);
                default:
                    throw new ToolException($"Ring '{request.Ring}' holds something that a producer never writes. Remove it with 'ringctl rm {request.Ring}' and start the producer again.");
            }
        }

        return ExitCodes.Ok;
    }

    // From the driver's time stamp to this consumer, for cameras that stamp by the ring's clock.
    private void AddLatency(in FrameMetadata metadata)
    {
        if (metadata.CaptureClock == CaptureClock.Monotonic)
        {
            _latency.Add(MonotonicClock.NowNanoseconds - metadata.CaptureTime);
        }
    }

    private void TellOfProducer(FrameRingReader reader, IFrameHandler handler)
    {
        ulong changes = reader.Statistics.WriterChanges;
        if (changes != _writerChanges)
        {
            _writerChanges = changes;
            handler.BeginProducer();
            handler.TellSource(reader.SourceName);
        }
    }

    private static FrameOutcome HandleLeased(FrameRingReader reader, IFrameHandler handler, in FrameView view)
    {
        if (reader.TryLease(view, out FrameLease lease) != ReadStatus.Ok)
        {
            return FrameOutcome.Overwritten;
        }

        using (lease)
        {
            return handler.OnFrame(lease.View);
        }
    }

    // What is left of --timeout for a successor and its first frame together, however many producers come and go meanwhile.
    private TimeSpan Remaining(long since)
    {
        if (request.Timeout == Timeout.InfiniteTimeSpan)
        {
            return request.Timeout;
        }

        TimeSpan left = request.Timeout - Stopwatch.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private ToolException NoFrame() =>
        new(string.Create(CultureInfo.InvariantCulture, $"No frame came into ring '{request.Ring}' for {request.Timeout.TotalSeconds:0.###} s."), ExitCodes.TimedOut);

    // The text is made twice a second at most, so nothing is allocated per frame.
    private void ShowProgress(IFrameHandler handler, FrameRingReader reader)
    {
        if (_live.IsDue)
        {
            double? part = request.Frames is long all ? (double)_done / all : null;
            _live.Show($"{Counted.Of(_done, "frame")}, {RateFormatter.Format(_done, Stopwatch.GetElapsedTime(_started))}, {reader.Statistics.Lost} lost, {_overwritten} overwritten while in use{Extra(handler)}", part ?? handler.Progress);
        }
    }

    private static string Extra(IFrameHandler handler) => handler.Describe() is string work ? $"; {work}" : string.Empty;

    // JSON shares standard error with nothing but an error's sentence.
    private void Say(string what)
    {
        if (!request.IsQuiet && !request.IsJson)
        {
            _live.Clear();
            StandardError.WriteLine($"consumer: {request.Ring}: {what}");
        }
    }

    private void Summarize(IFrameHandler handler, ReaderStatistics counts, int code, string? error)
    {
        if (request.IsJson)
        {
            StandardError.WriteJson(json => WriteSummary(json, handler, counts, code, error));
        }
        else
        {
            Say($"{Counted.Of(_done, "frame")}, {counts.Lost} lost, {_overwritten} overwritten while in use{Extra(handler)}");
            if (_latency.Count > 0)
            {
                Say($"capture to read: {_latency.Describe()}");
            }
        }
    }

    private void WriteSummary(Utf8JsonWriter json, IFrameHandler handler, ReaderStatistics counts, int code, string? error)
    {
        json.WriteStartObject();
        json.WriteString("ring", request.Ring);
        json.WriteNumber("frames", _done);
        json.WriteNumber("lost", counts.Lost);
        json.WriteNumber("overwritten", _overwritten);
        json.WriteNumber("generation_changes", counts.GenerationChanges);
        json.WriteNumber("writer_changes", counts.WriterChanges);
        json.WriteNumber("revoked", counts.Revoked);
        if (_latency.Count > 0)
        {
            json.WritePropertyName("capture_to_read_ms");
            _latency.Write(json);
        }

        handler.Describe(json);
        json.WriteNumber("exit_code", code);
        if (error is not null)
        {
            json.WriteString("error", error);
        }

        json.WriteEndObject();
    }
}
