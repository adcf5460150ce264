using System.Diagnostics;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine.Signals;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Producer.Options;
using FrameRing.Producer.Pacing;
using FrameRing.Producer.Reporting;
using FrameRing.Producer.Sources;
using FrameRing.Producer.Sources.Cameras;
using FrameRing.Producer.Sources.Files;
using FrameRing.Producer.Sources.Pattern;
using FrameRing.Writing;

namespace FrameRing.Producer;

/// <summary>One run: source, ring, pace, end.</summary>
internal static class ProducerSession
{
    // Waiting for readers has no event to sleep on: they leave no trace but the kernel's count of mappings.
    private static readonly TimeSpan s_lookForReaders = TimeSpan.FromMilliseconds(10);

    internal static int Run(ProducerOptions options)
    {
        using StopSignals stop = new();
        IFrameSource opened;
        try
        {
            opened = OpenSource(options, stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            ProducerReport.FinishWithoutRing(options);
            return ExitCodes.Ok;
        }

        using IFrameSource source = opened;
        SlotPlan plan = source.Slots.WithLeases(options.Leases);
        if (Math.Max(plan.Minimum, options.Slots ?? plan.Count) > RingOptions.MaxSlots)
        {
            int others = (options.Slots is null ? plan.Count : plan.Minimum) - options.Leases;
            throw new ToolException($"--leases {options.Leases} is too many: a ring has at most {RingOptions.MaxSlots} slots, and this source needs {others} besides. Use at most {RingOptions.MaxSlots - others}.", ExitCodes.Usage);
        }

        if (options.Slots < plan.Minimum)
        {
            throw new ToolException($"--slots {options.Slots} is too few: this source needs at least {plan.Minimum} ({plan.MinimumReason}).", ExitCodes.Usage);
        }

        using FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = options.Ring,
            SourceName = source.Name,
            SlotCount = options.Slots ?? plan.Count,
            SlotSize = plan.Size,
            HugePages = options.HugePages,
            Mode = options.Mode,
            Group = options.Group,
            Hold = source.Hold,
            IsFilledByDevice = source.IsFilledByDevice,
            Leases = options.Leases > 0,
            Delivery = options.Delivery,
            LeaseTimeout = options.LeaseTimeout,
            ReaderTimeout = options.ReaderTimeout,
        });

        // Also when a signal ends the process at once: readers are told, and the name is free.
        stop.BeforeEndAtOnce(writer.Dispose);

        // Disposed before the writer: a decoder must be gone before its slots are.
        using IFrameSource closedFirst = source;
        PageReport pages = writer.Pages;
        ProducerReport report = new(options, writer, source);
        report.Start(source.Description, options.Slots is null ? plan.Reason : "as asked");
        report.Remark(source);
        if (options.WaitReaders > 0)
        {
            WaitFor(new ReaderWait(writer, options.WaitReaders, options.IsQuiet).IsOver, null, stop.Token);
        }

        report.StartClock();
        try
        {
            Publish(options, source, writer, report, stop.Token);
        }
        catch
        {
            writer.SourceState = SourceState.Failed;
            throw;
        }

        if (source.Failure is not null)
        {
            writer.SourceState = SourceState.Failed;
        }

        writer.End();
        if (source.IsLive)
        {
            // Others may want the camera while readers finish.
            source.Dispose();
        }

        WaitForLossless(writer, options.ReaderTimeout, stop.Token);
        try
        {
            report.Finish(writer.Statistics, pages);
        }
        finally
        {
            // Readers finish what is there also if the summary cannot be written.
            if (options.Linger > TimeSpan.Zero)
            {
                WaitFor(() => writer.AttachedReaders == 0, options.Linger, stop.Token);
            }
        }

        return source.Failure is { } failure ? throw new ToolException(failure) : ExitCodes.Ok;
    }

    private static IFrameSource OpenSource(ProducerOptions options, CancellationToken stop)
    {
        if (options.Camera is { } camera)
        {
            return new CameraSource(camera, stop);
        }

        if (!options.File.Input.StartsWith(PatternSpecification.Prefix, StringComparison.Ordinal))
        {
            return new FileSource(options.File with { Stop = stop });
        }

        return new PatternSource(PatternSpecification.Parse(options.File.Input), stop);
    }

    private static void Publish(ProducerOptions options, IFrameSource source, FrameRingWriter writer, ProducerReport report, CancellationToken stop)
    {
        FramePacer pacer = new(options.IsPaced && !source.IsLive);
        long published = 0;
        DurationLimit limit = new(options.Duration);
        while (!stop.IsCancellationRequested && published != (options.Frames ?? -1))
        {
            SourceStatus status = source.TryFill(writer, out SlotClaim claim, out FrameMetadata metadata, out nint holdToken);
            if (status == SourceStatus.Waiting)
            {
                TellDamage(source, writer);
                report.Remark(source);
                report.Update();
                continue;
            }

            bool isOver = status == SourceStatus.Ended || limit.IsReached(metadata);
            if (!isOver)
            {
                pacer.WaitUntilDue(metadata, stop);
                isOver = stop.IsCancellationRequested;
            }

            if (!isOver && status == SourceStatus.Filled && claim.Publish(metadata, holdToken) != 0)
            {
                published++;
            }
            else
            {
                Discard(source, ref claim, holdToken);
                if (!isOver)
                {
                    writer.AddDropped(1);
                    if (status == SourceStatus.TooLarge)
                    {
                        report.CountTooLarge();
                    }
                    else if (!source.IsLive)
                    {
                        ThrowIfLossless(options, stop);
                    }
                }
            }

            TellDamage(source, writer);
            if (isOver)
            {
                HoldLast(source, pacer, limit, report, stop);
                return;
            }

            report.Remark(source);
            report.Update();
        }
    }

    // A frame lasts until the next one is due, and the last one as long as it says.
    private static void HoldLast(IFrameSource source, FramePacer pacer, DurationLimit limit, ProducerReport report, CancellationToken stop)
    {
        if (source.Failure is null)
        {
            report.Remark(source);
            report.HoldLast(pacer.TimeLeft(limit.Length));
            pacer.WaitUntilShown(limit.Length, stop);
        }
    }

    private static void TellDamage(IFrameSource source, FrameRingWriter writer)
    {
        if (source.TakeCorruptCount() is var corrupt and > 0)
        {
            writer.AddCorrupt(corrupt);
        }
    }

    // The frames of generations that readers have not come to yet go with this process, so it stays as long as the last of them moves on.
    // Only forwards: who joins behind it has all that it needs in its own hands, and who goes to and fro is not waited for.
    internal static void WaitForLossless(FrameRingWriter writer, TimeSpan limit, CancellationToken stop)
    {
        ulong seen = 0;
        while (writer.OldestUnread is ulong oldest && oldest > seen)
        {
            seen = oldest;
            WaitFor(() => writer.OldestUnread != oldest, limit == Timeout.InfiniteTimeSpan ? null : limit, stop);
        }
    }

    // Waiting for readers helps where readers keep the slots; here the decoder itself holds all of them.
    private static void ThrowIfLossless(ProducerOptions options, CancellationToken stop)
    {
        if (options.Delivery == Delivery.Lossless && !stop.IsCancellationRequested)
        {
            throw new ToolException("A frame found no slot although no reader keeps one: the decoder itself holds them all, and lossless delivery cannot go on. Give it more with --slots.");
        }
    }

    private static void Discard(IFrameSource source, scoped ref SlotClaim claim, nint holdToken)
    {
        if (holdToken == 0)
        {
            claim.Dispose();
            return;
        }

        // The decoder may still read this slot: it stays claimed until the decoder has let go of it, and is given back then.
        claim.Detach();
        source.GiveBack(holdToken);
    }

    // A look at the ring from outside is a mapping too, for some microseconds; a reader stays.
    private static bool IsStill(Func<bool> condition, CancellationToken stop) =>
        stop.WaitHandle.WaitOne(s_lookForReaders) || condition();

    private static void WaitFor(Func<bool> condition, TimeSpan? limit, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        while (!(condition() && IsStill(condition, stop)) && (limit is null || Stopwatch.GetElapsedTime(started) < limit) && !stop.WaitHandle.WaitOne(s_lookForReaders))
        {
        }
    }
}
