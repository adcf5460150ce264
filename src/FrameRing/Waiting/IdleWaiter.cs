using System.Diagnostics;

namespace FrameRing.Waiting;

/// <summary>One reader's way of waiting: spins or sleeps on a wake word in slices, and can be cut short by a cancellation token.</summary>
internal sealed class IdleWaiter(WaitStrategy strategy)
{
    // A dead writer must be noticed, and told by the process that reads, within 100 ms: the reader looks for it once per slice.
    internal static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(25);

    // Enough for a frame that is about to come, too short to matter to others.
    private static readonly long s_ticksBeforeSleep = Stopwatch.Frequency / 20_000;
    private static readonly long s_ticksOfSlice = (long)(Slice.TotalSeconds * Stopwatch.Frequency);

    private long _spinningSince;
    private long _lookedForWriter;
    private readonly WakeUpWatch _watch = new();
    private WakeWord _current;

    internal ulong LateWakeUps => _watch.LateWakeUps;

    /// <summary>To be called when a wait begins.</summary>
    internal void Begin() => _watch.Begin();

    /// <summary>To be called whenever there was something to do.</summary>
    internal void Reset() => _spinningSince = 0;

    /// <summary>The same, with a frame.</summary>
    internal void NoteFrame(long publishTime)
    {
        Reset();
        _watch.NoteFrame(publishTime);
    }

    /// <summary>For a caller that does not wait.</summary>
    /// <returns>True if it should look whether the writer lives: the last time is a slice ago.</returns>
    internal bool IsLookDue()
    {
        long now = Stopwatch.GetTimestamp();
        bool isSliceOver = now - _lookedForWriter >= s_ticksOfSlice;
        _lookedForWriter = isSliceOver ? now : _lookedForWriter;
        return isSliceOver;
    }

    /// <summary>
    /// Waits a little. The caller read the word before it looked for work, and looks again afterwards, whatever the reason to return.
    /// </summary>
    /// <returns>True if the caller should also look whether the writer lives: a slice is over.</returns>
    internal bool WaitOnce(WakeWord word, uint seen, Deadline deadline, CancellationToken cancellationToken)
    {
        if (strategy != WaitStrategy.Block)
        {
            long now = Stopwatch.GetTimestamp();
            if (_spinningSince == 0)
            {
                _spinningSince = _lookedForWriter = now;
            }

            if (strategy == WaitStrategy.Spin || now - _spinningSince < s_ticksBeforeSleep)
            {
                Thread.SpinWait(20);
                bool isSliceOver = now - _lookedForWriter >= s_ticksOfSlice;
                _lookedForWriter = isSliceOver ? now : _lookedForWriter;
                return isSliceOver;
            }
        }

        if (!cancellationToken.CanBeCanceled)
        {
            return Sleep(word, seen, deadline);
        }

        // The registration comes from a free list of the token's source: nothing is allocated in a steady state.
        _current = word;
        using (cancellationToken.UnsafeRegister(static state => ((IdleWaiter)state!)._current.WakeAll(), this))
        {
            // A token cancelled before the registration has run the callback at once, before the sleep; hence this look. One that is
            // cancelled just before the sleep costs at most one slice.
            return cancellationToken.IsCancellationRequested || Sleep(word, seen, deadline);
        }
    }

    // In short slices the writer is looked for no more often than otherwise.
    private bool Sleep(WakeWord word, uint seen, Deadline deadline)
    {
        bool isWary = _watch.IsWary;
        _watch.NoteSleep(word.Wait(seen, deadline.RemainingAtMost(_watch.Slice(Slice))));
        return !isWary || IsLookDue();
    }
}
