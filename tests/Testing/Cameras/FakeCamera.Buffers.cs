using System.Runtime.InteropServices;
using FrameRing.V4L2.Interop;
using FrameRing.V4L2.Streaming;
using Tmds.Linux;

namespace FrameRing.Testing.Cameras;

/// <content>The queue of buffers, as videobuf2 has it.</content>
public sealed unsafe partial class FakeCamera
{
    private const int OffsetStep = 1 << 24;

    private readonly List<FakeBuffer> _buffers = [];
    private readonly Queue<FakeBuffer> _queued = [];
    private readonly Queue<FakeBuffer> _done = [];
    private readonly HashSet<nint> _mapped = [];
    private readonly HashSet<nint> _orphans = [];
    private FakeCameraFile? _owner;
    private BufferMemory _memory;
    private bool _isStreaming;

    /// <summary>The kinds of memory that the driver fills.</summary>
    public IReadOnlyList<BufferMemory> Memories { get; init; } = [BufferMemory.Mapped, BufferMemory.UserPointer];

    /// <summary>The driver makes at least so many buffers.</summary>
    public int MinBuffers { get; init; } = 2;

    /// <summary>The driver makes at most so many buffers.</summary>
    public int MaxBuffers { get; init; } = 32;

    /// <summary>Buffers that the hardware keeps: a frame comes only if more are queued.</summary>
    public int HeldBuffers { get; set; }

    /// <summary>Whether it streams.</summary>
    public bool IsStreaming
    {
        get
        {
            lock (_gate)
            {
                return _isStreaming;
            }
        }
    }

    /// <summary>Frames that were delivered, over all streams.</summary>
    public int FrameCount
    {
        get
        {
            lock (_gate)
            {
                return _frameCount;
            }
        }
    }

    /// <summary>Buffers that wait to be filled.</summary>
    public int QueuedCount
    {
        get
        {
            lock (_gate)
            {
                return _queued.Count;
            }
        }
    }

    /// <summary>Buffers there are.</summary>
    public int BufferCount
    {
        get
        {
            lock (_gate)
            {
                return _buffers.Count;
            }
        }
    }

    /// <summary>Pieces of memory that are mapped.</summary>
    public int MappedCount
    {
        get
        {
            lock (_gate)
            {
                return _mapped.Count;
            }
        }
    }

    internal int Map(FakeCameraFile file, long offset, long length, out byte* address)
    {
        lock (_gate)
        {
            _calls.Add("mmap");
            address = null;
            int errno = file.IsAlive ? TakeFault("mmap") : LibC.ENODEV;
            if (errno != 0)
            {
                return errno;
            }

            int place = (int)(offset / OffsetStep);
            int planeCount = _buffers.Count == 0 ? 1 : _buffers[0].Addresses.Length;
            if (offset % OffsetStep != 0 || place / planeCount >= _buffers.Count || _memory != BufferMemory.Mapped || length > _buffers[place / planeCount].Lengths[place % planeCount])
            {
                return LibC.EINVAL;
            }

            address = (byte*)_buffers[place / planeCount].Addresses[place % planeCount];
            _mapped.Add((nint)address);
            return 0;
        }
    }

    internal void Unmap(byte* address, long length)
    {
        lock (_gate)
        {
            _calls.Add("munmap");
            _mapped.Remove((nint)address);
            if (_orphans.Remove((nint)address))
            {
                NativeMemory.AlignedFree(address);
            }
        }
    }

    private int RequestBuffers(FakeCameraFile file, Videodev2.v4l2_requestbuffers* request)
    {
        BufferMemory memory = (BufferMemory)request->memory;
        request->capabilities = (Memories.Contains(BufferMemory.Mapped) ? Videodev2.V4L2_BUF_CAP_SUPPORTS_MMAP : 0)
            | (Memories.Contains(BufferMemory.UserPointer) ? Videodev2.V4L2_BUF_CAP_SUPPORTS_USERPTR : 0);
        if (request->type != BufferType || !Memories.Contains(memory))
        {
            return LibC.EINVAL;
        }

        if (IsBusy || _isStreaming || (_owner is not null && _owner != file))
        {
            return LibC.EBUSY;
        }

        FreeBuffers();
        if (request->count == 0)
        {
            return 0;
        }

        _owner = file;
        _memory = memory;
        request->count = (uint)Math.Clamp((int)Math.Min(request->count, 32), MinBuffers, MaxBuffers);
        long[] sizes = Sizes();
        for (int index = 0; index < request->count; index++)
        {
            FakeBuffer buffer = new(sizes.Length);
            for (int plane = 0; plane < sizes.Length; plane++)
            {
                buffer.Lengths[plane] = sizes[plane];
                if (memory == BufferMemory.Mapped)
                {
                    nuint length = (nuint)((sizes[plane] + 4095) / 4096 * 4096);
                    void* piece = NativeMemory.AlignedAlloc(length, 4096);
                    NativeMemory.Clear(piece, length);
                    buffer.Addresses[plane] = (nint)piece;
                }
            }

            _buffers.Add(buffer);
        }

        return 0;
    }

    private int QueryBuffer(Videodev2.v4l2_buffer* buffer)
    {
        if (buffer->type != BufferType || buffer->index >= _buffers.Count)
        {
            return LibC.EINVAL;
        }

        FakeBuffer found = _buffers[(int)buffer->index];
        int planeCount = found.Addresses.Length;
        uint first = buffer->index * (uint)planeCount * OffsetStep;
        if (!IsMultiPlanar)
        {
            buffer->length = (uint)found.Lengths[0];
            buffer->offset = first;
            return 0;
        }

        if (buffer->planes == null || buffer->length < planeCount)
        {
            return LibC.EINVAL;
        }

        for (int plane = 0; plane < planeCount; plane++)
        {
            buffer->planes[plane].length = (uint)found.Lengths[plane];
            buffer->planes[plane].mem_offset = first + (uint)(plane * OffsetStep);
        }

        buffer->length = (uint)planeCount;
        return 0;
    }

    private int Queue(FakeCameraFile file, Videodev2.v4l2_buffer* buffer)
    {
        if (buffer->type != BufferType || buffer->index >= _buffers.Count || buffer->memory != (uint)_memory || _owner != file)
        {
            return _owner is not null && _owner != file ? LibC.EBUSY : LibC.EINVAL;
        }

        FakeBuffer queued = _buffers[(int)buffer->index];
        int planeCount = queued.Addresses.Length;
        if (queued.IsQueued || queued.IsDone || (IsMultiPlanar && (buffer->planes == null || buffer->length < planeCount)))
        {
            return LibC.EINVAL;
        }

        long[] sizes = Sizes();
        for (int plane = 0; plane < planeCount && _memory == BufferMemory.UserPointer; plane++)
        {
            ulong pointer = IsMultiPlanar ? buffer->planes[plane].userptr : buffer->userptr;
            uint length = IsMultiPlanar ? buffer->planes[plane].length : buffer->length;
            if (pointer == 0 || length < sizes[plane])
            {
                return pointer == 0 ? LibC.EFAULT : LibC.EINVAL;
            }

            queued.Addresses[plane] = (nint)pointer;
            queued.Lengths[plane] = length;
        }

        queued.IsQueued = true;
        _queued.Enqueue(queued);
        Monitor.PulseAll(_gate);
        return 0;
    }

    private int Dequeue(FakeCameraFile file, Videodev2.v4l2_buffer* buffer)
    {
        if (buffer->type != BufferType || !_isStreaming || _owner != file || buffer->memory != (uint)_memory)
        {
            return LibC.EINVAL;
        }

        Produce();
        if (!file.IsAlive)
        {
            return LibC.ENODEV;
        }

        if (_done.Count == 0)
        {
            return LibC.EAGAIN;
        }

        FakeBuffer filled = _done.Dequeue();
        filled.IsDone = false;
        Videodev2.v4l2_plane* planes = buffer->planes;
        *buffer = filled.Native;
        if (IsMultiPlanar)
        {
            buffer->planes = planes;
            filled.Planes.CopyTo(new Span<Videodev2.v4l2_plane>(planes, filled.Planes.Length));
        }

        return 0;
    }

    private int StreamOn(FakeCameraFile file, uint type)
    {
        if (IsBusy || (_owner is not null && _owner != file))
        {
            return LibC.EBUSY;
        }

        if (type != BufferType || _buffers.Count == 0)
        {
            return LibC.EINVAL;
        }

        if (IsDigital && !HasSignal)
        {
            return _signalError != 0 ? _signalError : LibC.ENOLINK;
        }

        _sequence = _isStreaming ? _sequence : 0;
        _isStreaming = true;
        return 0;
    }

    private int StreamOff(FakeCameraFile file, uint type)
    {
        if (type != BufferType || (_owner is not null && _owner != file))
        {
            return type != BufferType ? LibC.EINVAL : LibC.EBUSY;
        }

        StopQueue();
        return 0;
    }

    private long[] Sizes()
    {
        Videodev2.v4l2_format current = Current;
        if (!IsMultiPlanar)
        {
            return [current.pix.sizeimage];
        }

        Videodev2.v4l2_plane_pix_format* planes = (Videodev2.v4l2_plane_pix_format*)current.pix_mp.plane_fmt;
        long[] sizes = new long[current.pix_mp.num_planes];
        for (int plane = 0; plane < sizes.Length; plane++)
        {
            sizes[plane] = planes[plane].sizeimage;
        }

        return sizes;
    }

    // All buffers come back to the program.
    private void StopQueue()
    {
        _isStreaming = false;
        _queued.Clear();
        _done.Clear();
        _buffers.ForEach(static buffer => (buffer.IsQueued, buffer.IsDone) = (false, false));
    }

    // Memory that is still mapped lives until it is unmapped.
    private void FreeBuffers()
    {
        StopQueue();
        foreach (nint piece in _memory == BufferMemory.Mapped ? _buffers.SelectMany(static buffer => buffer.Addresses) : [])
        {
            if (_mapped.Contains(piece))
            {
                _orphans.Add(piece);
            }
            else
            {
                NativeMemory.AlignedFree((void*)piece);
            }
        }

        _buffers.Clear();
        _owner = null;
    }
}
