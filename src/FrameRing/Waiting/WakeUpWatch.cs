namespace FrameRing.Waiting;

/// <summary>
/// Whether a reader's wake-ups come. Every process that may read a ring can take the sleepers of its word away (FUTEX_REQUEUE needs no
/// write permission). A reader that notices it sleeps in short slices for a while, so that it is late by one of them at most.
/// </summary>
internal sealed class WakeUpWatch
{
    // A wake-up takes tens of microseconds. Who also wakes the sleepers, only too late, is found by the age of the frame.
    private const long LateAfter = 2_000_000;
    private const long OldestAge = 1_000_000_000;
    private const int FramesUntilTrust = 16;
    private const int EmptySlicesUntilTrust = 1000;

    private static readonly TimeSpan s_shortSlice = TimeSpan.FromMilliseconds(1);

    private bool _hasSlept;
    private bool _isSliceOver;
    private int _framesLeft;
    private int _emptySlices;

    /// <summary>Frames that were there for too long before a sleeper looked.</summary>
    internal ulong LateWakeUps { get; private set; }

    internal bool IsWary => _framesLeft > 0;

    /// <summary>How long the next sleep may last.</summary>
    internal TimeSpan Slice(TimeSpan whole) => IsWary ? s_shortSlice : whole;

    /// <summary>A wait begins: a frame that has come since the last one was slept for by nobody.</summary>
    internal void Begin() => _hasSlept = false;

    /// <summary>To be called after each sleep.</summary>
    /// <param name="isSliceOver">Whether the time ended the sleep.</param>
    internal void NoteSleep(bool isSliceOver)
    {
        // Before the last sleep there was nothing either: after a second without a frame nothing is gained by short slices.
        if (IsWary && isSliceOver && ++_emptySlices >= EmptySlicesUntilTrust)
        {
            _framesLeft = _emptySlices = 0;
        }

        _hasSlept = true;
        _isSliceOver = isSliceOver;
    }

    /// <summary>To be called with each frame that was found. Costs nothing if the reader has not slept for it.</summary>
    internal void NoteFrame(long publishTime)
    {
        if (!_hasSlept)
        {
            return;
        }

        // It was published during the sleep, and yet the sleep lasted until its end.
        _hasSlept = false;
        _emptySlices = 0;
        long age = MonotonicClock.NowNanoseconds - publishTime;

        // An age of a second and more, or below nothing, is that of another time namespace's clock.
        if (_isSliceOver || age is > LateAfter and < OldestAge)
        {
            LateWakeUps++;
            _framesLeft = FramesUntilTrust;
        }
        else if (_framesLeft > 0)
        {
            _framesLeft--;
        }
    }
}
