namespace FrameRing.Waiting;

/// <summary>One reader's way of waiting: spins or sleeps on a wake word in slices, and can be cut short by a cancellation token.</summary>
internal sealed class IdleWaiter(WaitStrategy strategy)
{
    // A dead writer must be noticed, and told by the process that reads, within 100 ms: the reader looks for it once per slice.
    internal static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(25);

    private const int SpinsBeforeSleep = 2000;

    // About 20 ms of spinning.
    private const int SpinsBetweenLooks = 25_000;

    private int _spins;
    private WakeWord _current;

    /// <summary>To be called whenever there was something to do.</summary>
    internal void Reset() => _spins = 0;

    /// <summary>
    /// Waits a little. The caller read the word before it looked for work, and looks again afterwards, whatever the reason to return.
    /// </summary>
    /// <returns>True if the caller should also look whether the writer lives: a slice is over.</returns>
    internal bool WaitOnce(WakeWord word, uint seen, Deadline deadline, CancellationToken cancellationToken)
    {
        if (strategy != WaitStrategy.Block)
        {
            _spins++;
            if (strategy == WaitStrategy.Spin || _spins < SpinsBeforeSleep)
            {
                Thread.SpinWait(20);
                return strategy == WaitStrategy.Spin && _spins % SpinsBetweenLooks == 0;
            }
        }

        if (!cancellationToken.CanBeCanceled)
        {
            word.Wait(seen, deadline.RemainingAtMost(Slice));
            return true;
        }

        // The registration comes from a free list of the token's source: nothing is allocated in a steady state.
        _current = word;
        using (cancellationToken.UnsafeRegister(static state => ((IdleWaiter)state!)._current.WakeAll(), this))
        {
            // A token cancelled before the registration has run the callback at once, before the sleep; hence this look. One that is
            // cancelled just before the sleep costs at most one slice.
            if (!cancellationToken.IsCancellationRequested)
            {
                word.Wait(seen, deadline.RemainingAtMost(Slice));
            }
        }

        return true;
    }
}
