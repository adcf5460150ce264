using FrameRing.V4L2.Formats;
using FrameRing.V4L2.Interop;
using FrameRing.Waiting;

namespace FrameRing.Testing.Cameras;

/// <content>The frames, and how they fill buffers.</content>
public sealed unsafe partial class FakeCamera
{
    private uint _sequence;
    private int _frameCount;

    /// <summary>Whether times are those of the start of the exposure.</summary>
    public bool HasExposureTimes { get; init; }

    /// <summary>
    /// Makes the next frame when somebody waits for one and a buffer is queued; gets the number of frames so far. Null is "none now", as is
    /// what it returns then. It may unplug the camera or change its source. Whole frames without end if it is not set.
    /// </summary>
    public Func<int, FakeFrame?> Frames { get; set; } = static _ => new FakeFrame();

    /// <summary>A frame comes from the sensor, whether a buffer waits for it or not.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>False if it was lost: nothing is queued, or it does not stream.</returns>
    public bool Deliver(FakeFrame frame)
    {
        lock (_gate)
        {
            bool fits = _isStreaming && _queued.Count > HeldBuffers;
            if (fits)
            {
                Fill(frame);
                Monitor.PulseAll(_gate);
            }
            else
            {
                _sequence++;
            }

            return fits;
        }
    }

    private int Ready(FakeCameraFile file)
    {
        if (!file.IsAlive)
        {
            return Device.POLLERR | Device.POLLHUP | Device.POLLPRI;
        }

        if (_owner == file)
        {
            Produce();
        }

        // The frame may have been the last thing that the camera did.
        if (!file.IsAlive)
        {
            return Device.POLLERR | Device.POLLHUP | Device.POLLPRI;
        }

        bool isDead = _owner != file || !_isStreaming || (_queued.Count == 0 && _done.Count == 0);
        return (isDead ? Device.POLLERR : _done.Count > 0 ? Device.POLLIN : 0) | (file.EventCount > 0 ? Device.POLLPRI : 0);
    }

    private void Produce()
    {
        if (_isStreaming && _done.Count == 0 && _queued.Count > HeldBuffers && HasSignal && Frames(_frameCount) is { } frame && _isStreaming)
        {
            Fill(frame);
        }
    }

    private void Fill(FakeFrame frame)
    {
        FakeBuffer buffer = _queued.Dequeue();
        FieldOrder field = frame.Field ?? (Find(Current.pix.pixelformat)!.Field is var usual && usual == FieldOrder.Alternate
            ? _frameCount % 2 == 0 ? FieldOrder.Top : FieldOrder.Bottom
            : usual);
        long[] sizes = Sizes();
        for (int plane = 0; plane < sizes.Length; plane++)
        {
            long used = plane == 0 ? frame.BytesUsed ?? frame.Content?.Length ?? sizes[0] : sizes[plane];
            Write(frame, plane, new Span<byte>((void*)buffer.Addresses[plane], (int)Math.Clamp(used, 0, buffer.Lengths[plane])));
            buffer.Planes[plane] = new Videodev2.v4l2_plane { bytesused = (uint)used, length = (uint)buffer.Lengths[plane], data_offset = (uint)frame.DataOffset };
        }

        _sequence += frame.Lost;
        long time = frame.Timestamp ?? MonotonicClock.NowNanoseconds;
        buffer.Native = new Videodev2.v4l2_buffer
        {
            index = frame.ClaimedIndex ?? (uint)_buffers.IndexOf(buffer),
            type = BufferType,
            memory = (uint)_memory,
            bytesused = IsMultiPlanar ? 0 : buffer.Planes[0].bytesused,
            length = IsMultiPlanar ? (uint)sizes.Length : (uint)buffer.Lengths[0],
            field = (uint)field,
            sequence = field is FieldOrder.Top or FieldOrder.Bottom ? _sequence / 2 : _sequence,
            timestamp = new Videodev2.timeval { tv_sec = time / 1_000_000_000, tv_usec = time % 1_000_000_000 / 1000 },
            flags = Videodev2.V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC
                | (HasExposureTimes ? Videodev2.V4L2_BUF_FLAG_TSTAMP_SRC_SOE : 0)
                | (frame.HasError ? Videodev2.V4L2_BUF_FLAG_ERROR : 0)
                | (frame.IsLast ? Videodev2.V4L2_BUF_FLAG_LAST : 0),
        };
        _sequence++;
        _frameCount++;
        buffer.IsQueued = false;
        buffer.IsDone = true;
        _done.Enqueue(buffer);
    }

    private void Write(FakeFrame frame, int plane, Span<byte> target)
    {
        if (plane == 0 && frame.Content is { } content)
        {
            content.AsSpan(0, Math.Min(content.Length, target.Length)).CopyTo(target);
        }
        else
        {
            target.Fill((byte)_frameCount);
        }
    }
}
