using System.Text.Json;
using FrameRing.CommandLine;
using FrameRing.Consumer.Options;
using FrameRing.Reading;

namespace FrameRing.Consumer.Reading;

/// <summary>Attaches a ring, gives every frame to a handler, turns the end into a sentence and an exit code.</summary>
internal sealed class RingSession(ReadingRequest request)
{
    private static readonly TimeSpan s_followSlice = TimeSpan.FromMilliseconds(200);

    private long _done;
    private long _overwritten;

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
            int code = Loop(reader!, handler, stop.Token);
            Summarize(reader!.Statistics);
            return code;
        }
    }

    private int Loop(FrameRingReader reader, IFrameHandler handler, CancellationToken stop)
    {
        bool isFollowing = false;
        while (_done != (request.Frames ?? -1))
        {
            ReadStatus status = reader.WaitNext(isFollowing ? s_followSlice : request.Timeout, stop, out FrameView view);
            switch (status)
            {
                case ReadStatus.Ok:
                    isFollowing = false;
                    FrameOutcome outcome = handler.OnFrame(view);
                    _done += outcome == FrameOutcome.Done ? 1 : 0;
                    _overwritten += outcome == FrameOutcome.Overwritten ? 1 : 0;
                    if (outcome == FrameOutcome.Stop)
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
                    }

                    break;
                case ReadStatus.Ended:
                    return ExitCodes.Ok;
                case ReadStatus.WriterDied:
                    Say("the producer has died without ending the ring");
                    return ExitCodes.WriterDied;
                case ReadStatus.TimedOut:
                    throw new ToolException($"No frame came into ring '{request.Ring}' for {request.Timeout.TotalSeconds:0.###} s.", ExitCodes.TimedOut);
                default:
                    throw new ToolException($"Ring '{request.Ring}' holds something that a producer never writes. Remove it with 'ringctl rm {request.Ring}' and start the producer again.");
            }
        }

        return ExitCodes.Ok;
    }

    private void Say(string what)
    {
        if (!request.IsQuiet)
        {
            Console.Error.WriteLine($"consumer: {request.Ring}: {what}");
        }
    }

    private void Summarize(ReaderStatistics counts)
    {
        if (request.IsJson)
        {
            using Stream output = Console.OpenStandardError();
            using (Utf8JsonWriter json = new(output))
            {
                json.WriteStartObject();
                json.WriteString("ring", request.Ring);
                json.WriteNumber("frames", _done);
                json.WriteNumber("lost", counts.Lost);
                json.WriteNumber("overwritten", _overwritten);
                json.WriteNumber("generation_changes", counts.GenerationChanges);
                json.WriteEndObject();
            }

            output.WriteByte((byte)'\n');
        }
        else
        {
            Say($"{_done} frames, {counts.Lost} lost, {_overwritten} overwritten while in use");
        }
    }
}
