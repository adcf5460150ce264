using FrameRing.CommandLine.Errors;
using FrameRing.Layout;
using FrameRing.Waiting;
using FrameRing.Writing;

namespace FrameRing.Producer.Decoding;

/// <summary>
/// Makes larger slots for frames that outgrow those there are. If there is no memory for them, or a limit is used up, the old ones go on
/// being used for what fits, and it is tried again later. Called by the decoder's threads too.
/// </summary>
/// <param name="retry">How long to leave it alone after it has failed.</param>
internal sealed class LargerSlots(TimeSpan retry)
{
    private readonly Lock _lock = new();
    private FrameRingException? _failure;
    private string? _remark;
    private long _retryAt = long.MinValue;
    private long _largest;

    /// <summary>Why there are none; null if there are, or if nobody has asked.</summary>
    internal FrameRingException? Failure => Volatile.Read(ref _failure);

    /// <summary>Makes slots of that size, unless that has failed a moment ago.</summary>
    /// <returns>False if there are none for now.</returns>
    internal bool TryMake(FrameRingWriter writer, long size)
    {
        lock (_lock)
        {
            // A decoder wants more than a copy of its frame takes: slots that are made for the latter would soon be too small again.
            _largest = Math.Max(_largest, size);
            long now = MonotonicClock.NowNanoseconds;
            if (_failure is not null && now < _retryAt)
            {
                return false;
            }

            try
            {
                Prepare(writer, size);
                _largest = 0;
                _remark = _failure is null ? _remark : "larger slots could be made, and frames of the new size are published again";
                Volatile.Write(ref _failure, null);
                return true;
            }
            catch (FrameRingException e) when (e.Error != FrameRingError.InvalidArgument)
            {
                // Told once, with the first reason. What fits goes on.
                string fate = writer.Delivery == Delivery.Lossless ? "none is passed over, so the ring stands still until there are" : "those that do not fit are dropped until there are";
                _remark = _failure is null ? $"frames of {size} bytes need larger slots, and there are none: {RemedyOptions.Describe(e, "producer").TrimEnd('.')}. It is tried again; {fate}" : _remark;
                Volatile.Write(ref _failure, e);
                _retryAt = MonotonicClock.NowNanoseconds + (long)retry.TotalNanoseconds;
                return false;
            }
        }
    }

    // The largest size may be one that no frame has any more: if there is no memory for it, what is wanted now may still fit.
    private void Prepare(FrameRingWriter writer, long size)
    {
        if (_failure is null || size == _largest)
        {
            writer.PrepareGeneration(writer.SlotCount, size);
            return;
        }

        try
        {
            writer.PrepareGeneration(writer.SlotCount, _largest);
        }
        catch (FrameRingException e) when (e.Error != FrameRingError.InvalidArgument)
        {
            writer.PrepareGeneration(writer.SlotCount, size);
        }
    }

    /// <summary>Forgets that it has failed: the next wish is tried at once.</summary>
    internal void Forget()
    {
        lock (_lock)
        {
            Volatile.Write(ref _failure, null);
            _largest = 0;
        }
    }

    /// <summary>What the user should know and was not told yet.</summary>
    internal string? TakeRemark() => Interlocked.Exchange(ref _remark, null);
}
