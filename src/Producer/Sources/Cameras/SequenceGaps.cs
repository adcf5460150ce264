namespace FrameRing.Producer.Sources.Cameras;

/// <summary>Counts what is missing in a device's frame counter, which begins anew with every start of the stream.</summary>
internal struct SequenceGaps
{
    // A counter that jumps further has not lost frames but its mind: some drivers set it anew in the middle of a stream.
    private const uint LargestGap = 1 << 20;

    private uint _next;
    private bool _isRunning;

    /// <summary>A new stream begins.</summary>
    internal void Restart() => _isRunning = false;

    /// <summary>Takes the next number.</summary>
    /// <param name="sequence">The device's.</param>
    /// <returns>How many numbers were left out before it.</returns>
    internal uint Take(uint sequence)
    {
        // What is lost before the first frame of a stream is not a loss: nobody was waiting yet.
        uint gap = _isRunning ? unchecked(sequence - _next) : 0;
        _isRunning = true;
        _next = unchecked(sequence + 1);
        return gap < LargestGap ? gap : 0;
    }
}
