using FrameRing.Faults.Tests.Support;
using FrameRing.Inspection;
using FrameRing.Layout;

namespace FrameRing.Faults.Tests.Random;

/// <summary>A ring whose writer and readers are killed one after the other at random moments, and come back.</summary>
internal sealed class RandomWorld : IDisposable
{
    private const int Slots = 16;

    private readonly string _name;
    private readonly System.Random _random;
    private readonly Figures _figures;
    private readonly WatcherGroup? _watchers;
    private readonly Participant _writer;
    private readonly List<Participant> _readers = [];
    private int _slots = Slots;
    private ulong _generation;
    private ulong _highest;
    private ulong _floor;
    private string _noted = string.Empty;
    private WriterStatistics _statistics;

    /// <param name="name">The ring.</param>
    /// <param name="delivery">Its delivery.</param>
    /// <param name="isWatched">Whether readers of this process stay in it all the time, so that its segment always survives.</param>
    /// <param name="random">Decides who is killed and when.</param>
    /// <param name="figures">Where to count.</param>
    internal RandomWorld(string name, Delivery delivery, bool isWatched, System.Random random, Figures figures)
    {
        (_name, _random, _figures) = (name, random, figures);
        string kind = delivery == Delivery.Lossless ? "lossless" : "live";
        _writer = new Participant("writer", () => ["fault-endless", name, kind, $"{_slots}"]);
        _readers.Add(new Participant("pure reader", () => ["fault-read", name, "pure"]));
        _readers.Add(new Participant("lease reader", () => ["fault-read", name, "lease"]));
        if (delivery == Delivery.Lossless)
        {
            _readers.Add(new Participant("lossless reader", () => ["fault-read", name, "lossless"]));
        }

        _watchers = isWatched ? new WatcherGroup(name, delivery) : null;
        _writer.Start();
        Note(_writer.AwaitReady());
        _watchers?.Attach();
        _readers.ForEach(reader => reader.Start());
    }

    internal void Kill(int kills)
    {
        for (int kill = 0; kill < kills; kill++)
        {
            Participant victim = _random.Next(2) == 0 ? _writer : _readers[_random.Next(_readers.Count)];

            // A third of them is killed on its way up, the others at work.
            if (_random.Next(3) > 0)
            {
                victim.AwaitReady();
            }

            Thread.SpinWait(_random.Next(1_000_000));
            Look();
            victim.Kill();
            _figures.CountKill(victim.Kind);
            if (victim == _writer)
            {
                ReplaceWriter();
            }
            else
            {
                victim.Start();
            }

            _watchers?.Check();
        }
    }

    /// <summary>A clean end: everybody hears of it.</summary>
    internal void End()
    {
        Note(_writer.AwaitReady());
        _readers.ForEach(reader => reader.AwaitReady());
        _watchers?.CheckNobodyHangs();
        Look();
        CountStatistics();
        _watchers?.ForgetWhatWasHeard();
        _writer.Finish();
        _readers.ForEach(reader => reader.Finish());
        _watchers?.AwaitHeardOver();
        _watchers?.CheckNothingLost();
        _figures.Frames += _watchers?.Log.Count ?? 0;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _readers.ForEach(reader => reader.Dispose());
        _watchers?.Dispose();
        RingCatalog.Remove(_name, force: true);
    }

    private void ReplaceWriter()
    {
        if (_writer.Ready is { } line)
        {
            Note(line);
        }

        _floor = Math.Max(_highest, _watchers?.Log.Highest ?? 0);
        CountStatistics();

        // Now and then it wants other slots than its predecessor had.
        _slots = _random.Next(10) == 0 ? Slots + _random.Next(3) : _slots;
        _writer.Start();
        if (_random.Next(2) == 0)
        {
            Note(_writer.AwaitReady());
        }
    }

    // What a writer says of itself: it must not have begun below anything that was seen before it started.
    private void Note(string line)
    {
        if (line == _noted)
        {
            return;
        }

        ulong[] numbers = [.. line.Split(' ')[1..].Select(ulong.Parse)];
        Assert.True(numbers[0] >= _generation && numbers[1] >= _floor, $"'{line}' after generation {_generation} and frame {_floor}");
        if (_generation != 0)
        {
            _figures.Adoptions += numbers[0] == _generation ? 1 : 0;
            _figures.NewGenerations += numbers[0] > _generation ? 1 : 0;
        }

        (_generation, _noted) = (numbers[0], line);
    }

    private void CountStatistics()
    {
        _figures.Revoked += _statistics.Revoked;
        _figures.Evicted += _statistics.Evicted;
        _statistics = default;
    }

    private void Look()
    {
        if (RingCatalog.TryGet(_name, out RingInfo? ring) && ring!.Segment is { } segment)
        {
            _highest = Math.Max(_highest, segment.Head);
            _statistics = segment.Statistics;
        }
    }
}
