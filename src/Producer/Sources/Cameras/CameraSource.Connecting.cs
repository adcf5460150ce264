using FrameRing.CommandLine.Errors;
using FrameRing.Layout;
using FrameRing.Waiting;
using FrameRing.Writing;

namespace FrameRing.Producer.Sources.Cameras;

/// <content>Opening the device, at the start and after it was lost, and starting its stream.</content>
internal sealed unsafe partial class CameraSource
{
    // False if there is nothing to wait for.
    private bool TryConnect(FrameRingWriter writer)
    {
        long wait = _retryAt - MonotonicClock.NowNanoseconds;
        if (wait > 0)
        {
            TimeSpan longest = TimeSpan.FromMilliseconds((wait + 999_999) / 1_000_000);
            _stop.Token.WaitHandle.WaitOne(longest < s_slice ? longest : s_slice);
            return true;
        }

        _retryAt = MonotonicClock.NowNanoseconds + (long)_options.RetryDelay.TotalNanoseconds;
        try
        {
            _connection ??= CameraConnection.Open(_options, _devices);
            string? refusal = Start(writer, _connection);
            if (refusal is null)
            {
                return true;
            }

            return Refuse(writer, $"The camera '{_options.Path}' does not start: {refusal}.", refusal);
        }
        catch (Exception e) when (e is FrameRingException or ToolException)
        {
            bool isGone = e is FrameRingException { Error: FrameRingError.NotFound or FrameRingError.DeviceGone };
            string message = RemedyOptions.Describe(e, "producer");
            return Refuse(writer, message, isGone ? $"the camera '{_options.Path}' is gone; waiting for it" : message.TrimEnd('.'));
        }
    }

    // At the first start it is the end, later only if the user wants that.
    private bool Refuse(FrameRingWriter writer, string failure, string remark)
    {
        Disconnect();
        if (_hasStarted && _options.Reconnects)
        {
            writer.SourceState = SourceState.Gone;
            return Say(remark);
        }

        Failure = failure;
        return false;
    }

    // Null if the stream runs, or if there is no signal and the connection was given up.
    private string? Start(FrameRingWriter writer, CameraConnection connection)
    {
        if (connection.Identity != _identity)
        {
            return $"'{_options.Path}' is another device now, {connection.Identity}, and is left alone";
        }

        if (connection.Setup is not { } setup)
        {
            writer.SourceState = SourceState.NoSignal;
            Say("the camera receives no signal; waiting for one");
            Disconnect();
            _hasStarted = true;
            return null;
        }

        _way.Choose(connection);
        if (setup.Layout is { } layout && layout.SlotSize > writer.SlotSize && !_larger.TryMake(writer, layout.SlotSize))
        {
            // Its frames are lost meanwhile; the ring and its readers stay.
            writer.SourceState = SourceState.Gone;
            Disconnect();
            _hasStarted = true;
            return null;
        }

        string? refusal = connection.TryStart(writer, _way, Statistics, _stop);
        if (refusal is not null && connection.Capture is { RefusedMemory: true } && _options.Io == IoMethod.Auto)
        {
            GoOnByCopy(refusal);
            return null;
        }

        if (refusal == CameraConnection.FormatChanged)
        {
            Say(refusal);
            Disconnect();
            return null;
        }

        if (refusal is not null)
        {
            return refusal;
        }

        if (_hasStreamed)
        {
            Statistics.Restarts++;
            _isDiscontinuous = true;
            Remark(setup);
            _remarks.Enqueue($"the camera '{_options.Path}' is running again, {DescribeFormat(setup)}");
        }

        _hasStarted = _hasStreamed = true;
        _saidWhy = null;
        _silence.Start(MonotonicClock.NowNanoseconds);
        return null;
    }

    // Some drivers offer to write into memory of others and then refuse what is not in one piece.
    private void GoOnByCopy(string refusal)
    {
        _remarks.Enqueue($"not into slots: {refusal}; one copy per frame");
        _way.GiveUpSlots();
        Disconnect();
        _retryAt = 0;
    }
}
