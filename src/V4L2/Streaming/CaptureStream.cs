using System.Diagnostics.CodeAnalysis;
using FrameRing.Formats;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2.Interop;
using FrameRing.V4L2.Files;
using Tmds.Linux;

namespace FrameRing.V4L2.Streaming;

/// <summary>
/// The buffers that a driver fills, one after the other: queue some, start, wait, dequeue, use, queue again. Not safe on several threads at
/// once. Nothing is allocated per frame. Sources: VIDIOC_REQBUFS, VIDIOC_QBUF, VIDIOC_STREAMON.
/// </summary>
public sealed unsafe class CaptureStream : IDisposable
{
    /// <summary>The most buffers that every driver knows (VIDEO_MAX_FRAME).</summary>
    public const int MaxCount = Videodev2.VIDEO_MAX_FRAME;

    private readonly DeviceNode _node;
    private readonly uint _type;
    private readonly int _planeCount;
    private readonly MappedBuffer[] _mapped;
    private bool _isDisposed;

    private CaptureStream(DeviceNode node, uint type, BufferMemory memory, int count, int planeCount)
    {
        _node = node;
        _type = type;
        _planeCount = planeCount;
        Memory = memory;
        Count = count;
        _mapped = memory == BufferMemory.Mapped ? new MappedBuffer[count * planeCount] : [];
    }

    /// <summary>Whose memory the buffers are.</summary>
    public BufferMemory Memory { get; }

    /// <summary>Number of buffers, numbered from 0.</summary>
    public int Count { get; }

    /// <summary>Buffers that the driver has.</summary>
    public int QueuedCount { get; private set; }

    /// <summary>Whether it was started and not stopped.</summary>
    public bool IsStreaming { get; private set; }

    private bool IsMultiPlanar => _type == Videodev2.V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE;

    internal static bool TryCreate(DeviceNode node, uint type, int planeCount, BufferMemory memory, int count, [NotNullWhen(true)] out CaptureStream? stream)
    {
        stream = null;
        Videodev2.v4l2_requestbuffers request = new() { count = (uint)count, type = type, memory = (uint)memory };
        int errno = node.Call(Videodev2.VIDIOC_REQBUFS, &request);
        if (errno == LibC.EINVAL || errno == LibC.ENOTTY)
        {
            return false;
        }

        node.ThrowOn("Make buffers (VIDIOC_REQBUFS)", errno);
        CaptureStream made = new(node, type, memory, (int)request.count, planeCount);
        try
        {
            made.Map();
        }
        catch
        {
            made.Dispose();
            throw;
        }

        stream = made;
        return true;
    }

    /// <summary>Gives the driver a buffer of its own to fill.</summary>
    /// <param name="index">Number of the buffer.</param>
    /// <returns>0, or the error number: ENODEV if the device is gone.</returns>
    public int TryQueue(int index) => Queue(index, null, null);

    /// <summary>
    /// Gives the driver memory of this process to fill. It must stay, untouched, until the buffer was dequeued or the stream was stopped. One
    /// number with one address for ever is fastest: the kernel takes the pages once (videobuf2).
    /// </summary>
    /// <param name="index">Number of the buffer.</param>
    /// <param name="slot">First byte, page-aligned.</param>
    /// <param name="layout">Where the pieces of memory lie behind it.</param>
    /// <returns>0, or the error number: EINVAL, EFAULT or ENOMEM if the driver cannot use this memory.</returns>
    public int TryQueue(int index, byte* slot, CaptureLayout layout) => Queue(index, slot, layout);

    /// <summary>Starts the stream.</summary>
    /// <returns>0, or the error number.</returns>
    public int TryStart()
    {
        uint type = _type;
        int errno = _node.Call(Videodev2.VIDIOC_STREAMON, &type);
        IsStreaming = errno == 0;
        return errno;
    }

    /// <summary>Stops the stream. All buffers come back, filled or not, and no memory is written any more.</summary>
    public void Stop()
    {
        // A device that is gone refuses, and has stopped. Its memory is let go when the file is closed.
        uint type = _type;
        _ = _node.Call(Videodev2.VIDIOC_STREAMOFF, &type);
        IsStreaming = false;
        QueuedCount = 0;
    }

    /// <summary>Waits for a filled buffer or an event.</summary>
    /// <param name="timeout">The longest wait; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="stop">Ends the wait; null for none.</param>
    /// <returns>What there is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative timeout.</exception>
    public StreamReadiness Wait(TimeSpan timeout, StopEvent? stop)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A wait cannot be shorter than zero; Timeout.InfiniteTimeSpan waits for ever.");
        }

        short ready = _node.File.Poll(Device.POLLIN | Device.POLLPRI, timeout, stop);
        return ((ready & Device.POLLIN) != 0 ? StreamReadiness.Frame : 0)
            | ((ready & Device.POLLPRI) != 0 ? StreamReadiness.Event : 0)
            | ((ready & (Device.POLLERR | Device.POLLHUP | Device.POLLNVAL)) != 0 ? StreamReadiness.Error : 0);
    }

    /// <summary>Takes a filled buffer. Never waits.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <returns>Whether there was one.</returns>
    public DequeueStatus TryDequeue(out CapturedBuffer buffer)
    {
        Videodev2.v4l2_plane* planes = stackalloc Videodev2.v4l2_plane[Videodev2.VIDEO_MAX_PLANES];
        new Span<byte>(planes, sizeof(Videodev2.v4l2_plane) * Videodev2.VIDEO_MAX_PLANES).Clear();
        Videodev2.v4l2_buffer filled = Describe(0, planes);
        int errno = _node.Call(Videodev2.VIDIOC_DQBUF, &filled);
        buffer = default;
        if (errno != 0)
        {
            return errno == LibC.EAGAIN ? DequeueStatus.Empty : DeviceError.IsGone(errno) ? DequeueStatus.Gone : DequeueStatus.Failed;
        }

        if (filled.index >= (uint)Count)
        {
            return DequeueStatus.Failed;
        }

        QueuedCount--;
        buffer = Read(filled, planes);
        return DequeueStatus.Ok;
    }

    /// <summary>The bytes of a mapped buffer; valid while it belongs to the caller.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="memory">Number of the piece of memory.</param>
    /// <returns>What was filled, without what lies before the picture.</returns>
    public ReadOnlySpan<byte> GetData(in CapturedBuffer buffer, int memory = 0)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        MappedBuffer mapped = _mapped[(buffer.Index * _planeCount) + memory];
        int end = (int)Math.Clamp(buffer.BytesUsed[memory], 0, mapped.Length);
        int start = Math.Clamp(buffer.DataOffsets[memory], 0, end);
        return new ReadOnlySpan<byte>(mapped.Address + start, end - start);
    }

    /// <summary>Stops the stream and gives all buffers back to the driver. The format can be changed again.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Stop();
        foreach (MappedBuffer mapped in _mapped)
        {
            if (mapped.Address != null)
            {
                _node.File.Unmap(mapped.Address, mapped.Length);
            }
        }

        Videodev2.v4l2_requestbuffers none = new() { type = _type, memory = (uint)Memory };
        _ = _node.Call(Videodev2.VIDIOC_REQBUFS, &none);
    }

    private void Map()
    {
        Videodev2.v4l2_plane* planes = stackalloc Videodev2.v4l2_plane[Videodev2.VIDEO_MAX_PLANES];
        for (int index = 0; index < Count && Memory == BufferMemory.Mapped; index++)
        {
            new Span<byte>(planes, sizeof(Videodev2.v4l2_plane) * Videodev2.VIDEO_MAX_PLANES).Clear();
            Videodev2.v4l2_buffer buffer = Describe(index, planes);
            _node.ThrowOn("Ask where a buffer lies (VIDIOC_QUERYBUF)", _node.Call(Videodev2.VIDIOC_QUERYBUF, &buffer));
            for (int plane = 0; plane < _planeCount; plane++)
            {
                (long offset, long length) = IsMultiPlanar ? (planes[plane].mem_offset, planes[plane].length) : (buffer.offset, buffer.length);
                _node.ThrowOn("Map a buffer (mmap)", _node.File.Map(offset, length, out byte* address));
                _mapped[(index * _planeCount) + plane] = new MappedBuffer(address, length);
            }
        }
    }

    private int Queue(int index, byte* slot, CaptureLayout? layout)
    {
        Videodev2.v4l2_plane* planes = stackalloc Videodev2.v4l2_plane[Videodev2.VIDEO_MAX_PLANES];
        new Span<byte>(planes, sizeof(Videodev2.v4l2_plane) * Videodev2.VIDEO_MAX_PLANES).Clear();
        Videodev2.v4l2_buffer buffer = Describe(index, planes);
        if (layout is not null && !IsMultiPlanar)
        {
            buffer.userptr = (ulong)slot;
            buffer.length = (uint)layout.GetMemorySize(0);
        }
        else if (layout is not null)
        {
            for (int plane = 0; plane < _planeCount; plane++)
            {
                planes[plane].userptr = (ulong)(slot + layout.GetMemoryOffset(plane));
                planes[plane].length = (uint)layout.GetMemorySize(plane);
            }
        }

        int errno = _node.Call(Videodev2.VIDIOC_QBUF, &buffer);
        QueuedCount += errno == 0 ? 1 : 0;
        return errno;
    }

    private Videodev2.v4l2_buffer Describe(int index, Videodev2.v4l2_plane* planes)
    {
        Videodev2.v4l2_buffer buffer = new() { index = (uint)index, type = _type, memory = (uint)Memory };
        if (IsMultiPlanar)
        {
            buffer.planes = planes;
            buffer.length = (uint)_planeCount;
        }

        return buffer;
    }

    private CapturedBuffer Read(in Videodev2.v4l2_buffer filled, Videodev2.v4l2_plane* planes)
    {
        CapturedBuffer buffer = new()
        {
            Index = (int)filled.index,
            Sequence = filled.sequence,
            Timestamp = (filled.timestamp.tv_sec * 1_000_000_000) + (filled.timestamp.tv_usec * 1000),
            Clock = (filled.flags & Videodev2.V4L2_BUF_FLAG_TIMESTAMP_MASK) == Videodev2.V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC ? CaptureClock.Monotonic : CaptureClock.Unknown,
            Instant = (filled.flags & Videodev2.V4L2_BUF_FLAG_TSTAMP_SRC_MASK) == Videodev2.V4L2_BUF_FLAG_TSTAMP_SRC_SOE ? CaptureInstant.StartOfExposure : CaptureInstant.EndOfFrame,
            Field = (FieldOrder)filled.field,
            HasError = (filled.flags & Videodev2.V4L2_BUF_FLAG_ERROR) != 0,
            IsKey = (filled.flags & Videodev2.V4L2_BUF_FLAG_KEYFRAME) != 0,
            IsLast = (filled.flags & Videodev2.V4L2_BUF_FLAG_LAST) != 0,
        };
        PlaneValues used = default;
        PlaneValues offsets = default;
        for (int plane = 0; plane < _planeCount; plane++)
        {
            used[plane] = (int)(IsMultiPlanar ? planes[plane].bytesused : filled.bytesused);
            offsets[plane] = IsMultiPlanar ? (int)planes[plane].data_offset : 0;
        }

        buffer.BytesUsed = used;
        buffer.DataOffsets = offsets;
        return buffer;
    }

    private readonly struct MappedBuffer(byte* address, long length)
    {
        internal byte* Address { get; } = address;

        internal long Length { get; } = length;
    }
}
