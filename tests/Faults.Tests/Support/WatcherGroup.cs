using FrameRing.Layout;

namespace FrameRing.Faults.Tests.Support;

/// <summary>Readers of every kind that the ring offers, in this process.</summary>
internal sealed class WatcherGroup(string name, Delivery delivery) : IDisposable
{
    private readonly List<Watcher> _watchers = [];

    internal FrameLog Log { get; } = new();

    internal int LosslessCount => _watchers.Count(watcher => watcher.Kind == WatcherKind.Lossless);

    /// <summary>Attaches one of each kind now. Nobody may hang or throw, but there may be no ring.</summary>
    /// <returns>How many were attached.</returns>
    internal int Attach()
    {
        int before = _watchers.Count;
        foreach (WatcherKind kind in Enum.GetValues<WatcherKind>())
        {
            if (kind != WatcherKind.Lossless || delivery == Delivery.Lossless)
            {
                Task<Watcher?> attaching = Task.Run(() => Watcher.TryAttach(name, kind, Log));
                Watchdog.Await(() => attaching.IsCompleted, () => $"a {kind} reader attaches");
                if (attaching.GetAwaiter().GetResult() is { } watcher)
                {
                    _watchers.Add(watcher);
                }
            }
        }

        return _watchers.Count - before;
    }

    internal void Check() => _watchers.ForEach(watcher => watcher.Check());

    /// <summary>Every reader comes back from its calls.</summary>
    internal void CheckNobodyHangs()
    {
        Dictionary<Watcher, long> turns = _watchers.ToDictionary(watcher => watcher, watcher => watcher.Turns);
        AwaitAll(watcher => watcher.Turns >= turns[watcher] + 3);
    }

    internal void ForgetWhatWasHeard() => _watchers.ForEach(watcher => watcher.HeardOver = false);

    internal void AwaitHeardOver() => AwaitAll(watcher => watcher.HeardOver);

    internal void AwaitFrame(ulong sequence) => AwaitAll(watcher => watcher.Last == sequence);

    internal void CheckNothingLost() =>
        Assert.All(_watchers.Where(watcher => watcher.Kind == WatcherKind.Lossless), watcher => Assert.Equal(0ul, watcher.Statistics.Lost));

    public void Dispose()
    {
        _watchers.ForEach(watcher => watcher.Dispose());
        _watchers.Clear();
    }

    private void AwaitAll(Func<Watcher, bool> isThere)
    {
        Watchdog.Await(
            () => _watchers.All(watcher => isThere(watcher) || watcher.IsBroken),
            () => string.Join("; ", _watchers.Where(watcher => !isThere(watcher))));
        Check();
    }
}
