using System.Globalization;
using System.Text.Json;
using FrameRing.Reading;

namespace FrameRing.Producer.Tests.Damage;

/// <summary>One damaged file through the producer, with a reader that follows to the end.</summary>
/// <param name="Code">The producer's exit code.</param>
/// <param name="Output">Its summary.</param>
/// <param name="Errors">What it said.</param>
/// <param name="End">How the ring ended for the reader; null if there never was one.</param>
/// <param name="Frames">Frames the reader got.</param>
internal sealed record DamagedRun(int Code, string Output, string Errors, ReadStatus? End, long Frames)
{
    private static readonly TimeSpan s_watchdog = TimeSpan.FromMinutes(2);

    internal long Corrupt
    {
        get
        {
            using JsonDocument summary = JsonDocument.Parse(Output);
            return summary.RootElement.GetProperty("corrupt").GetInt64();
        }
    }

    /// <summary>What is not allowed, as a sentence; null if all is well.</summary>
    internal string? Fault =>
        Code is not (0 or 1) ? $"ended with code {Code}"
        : Errors.Contains("   at ", StringComparison.Ordinal) ? "showed a stack trace"
        : Code == 1 && !Errors.Contains("producer: error: ", StringComparison.Ordinal) ? "failed without a sentence"
        : End is not (null or ReadStatus.Ended) ? $"left its reader with {End}"
        : Code == 0 && End is null ? "said that all is well, and there was no ring"
        : null;

    internal static DamagedRun Of(string file, int threads)
    {
        string ring = Tool.NewRing();
        using CancellationTokenSource ended = new();
        using Tool producer = Tool.Start(
            Tool.Locate("producer"), s_watchdog, file, "--ring", ring, "--pace", "max", "--wait-readers", "1", "--json",
            "--threads", threads.ToString(CultureInfo.InvariantCulture), "--huge", "off");
        (int Code, string Output, string Errors) result = (-1, string.Empty, string.Empty);
        Thread waiting = new(() =>
        {
            result = producer.Finish();
            ended.Cancel();
        });
        waiting.Start();
        (ReadStatus? end, long frames) = Follow(ring, ended.Token);
        waiting.Join();
        return new DamagedRun(result.Code, result.Output, result.Errors, end, frames);
    }

    private static (ReadStatus? End, long Frames) Follow(string ring, CancellationToken ended)
    {
        FrameRingReaderOptions options = new() { Start = StartPosition.Oldest };
        if (FrameRingReader.TryAttach(ring, options, s_watchdog, ended, out FrameRingReader? reader) != AttachStatus.Ok)
        {
            return (null, 0);
        }

        using (reader)
        {
            ulong last = 0;
            long frames = 0;
            while (true)
            {
                ReadStatus status = reader!.WaitNext(s_watchdog, CancellationToken.None, out FrameView view);
                if (status != ReadStatus.Ok)
                {
                    return (status, frames);
                }

                frames++;
                if (view.Sequence != last + 1 + view.Lost)
                {
                    return (ReadStatus.Corrupt, frames);
                }

                last = view.Sequence;
                Touch(view);
            }
        }
    }

    // The first and the last byte of each plane: a frame whose planes reach out of its slot is a fault here.
    private static void Touch(in FrameView view)
    {
        for (int plane = 0; plane < view.PlaneCount; plane++)
        {
            ReadOnlySpan<byte> bytes = view.GetPlane(plane);
            _ = bytes[0] + bytes[^1];
        }
    }
}
