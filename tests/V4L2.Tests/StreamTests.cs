using System.Runtime.InteropServices;
using FrameRing.Formats;
using FrameRing.Testing.Cameras;
using FrameRing.V4L2.Files;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2.Streaming;
using Tmds.Linux;

namespace FrameRing.V4L2.Tests;

/// <summary>Buffers go to the driver and come back, with all that it says of them.</summary>
public sealed unsafe class StreamTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(DeviceCapabilities.VideoCapture, "YUYV")]
    [InlineData(DeviceCapabilities.VideoCaptureMultiPlanar, "YUYV")]
    [InlineData(DeviceCapabilities.VideoCaptureMultiPlanar, "NM12")]
    public void Mapped_buffers_are_filled_in_turns(DeviceCapabilities capabilities, string code)
    {
        FakeCamera camera = new() { Capabilities = capabilities, Formats = [new FakeFormat(code, code) { Sizes = [FrameSizeRange.Single(64, 32)] }] };
        using VideoDevice device = new FakeMachine(camera).Open();
        int planes = device.GetFormat().Planes.Count;
        using (CaptureStream stream = Create(device, BufferMemory.Mapped, 3))
        {
            Assert.Equal((3, 3 * planes), (stream.Count, camera.MappedCount));
            for (int index = 0; index < stream.Count; index++)
            {
                Assert.Equal(0, stream.TryQueue(index));
            }

            Assert.Equal(0, stream.TryStart());
            for (uint frame = 0; frame < 10; frame++)
            {
                Assert.Equal(StreamReadiness.Frame, stream.Wait(s_second, null));
                Assert.Equal(DequeueStatus.Ok, stream.TryDequeue(out CapturedBuffer buffer));
                Assert.Equal((frame, (int)(frame % 3), 2), (buffer.Sequence, buffer.Index, stream.QueuedCount));
                for (int plane = 0; plane < planes; plane++)
                {
                    ReadOnlySpan<byte> data = stream.GetData(buffer, plane);
                    Assert.Equal(device.GetFormat().Planes[plane].Size, data.Length);
                    Assert.False(data.ContainsAnyExcept((byte)frame));
                }

                Assert.Equal(0, stream.TryQueue(buffer.Index));
            }
        }

        Assert.Equal((0, 0, false), (camera.MappedCount, camera.BufferCount, camera.IsStreaming));
        Assert.Equal("VIDIOC_REQBUFS", camera.Calls[^1]);
    }

    [Theory]
    [InlineData(DeviceCapabilities.VideoCapture, "NV12")]
    [InlineData(DeviceCapabilities.VideoCaptureMultiPlanar, "NM12")]
    public void Memory_of_this_process_is_filled_in_place(DeviceCapabilities capabilities, string code)
    {
        FakeCamera camera = new() { Capabilities = capabilities, Formats = [new FakeFormat(code, code) { Sizes = [FrameSizeRange.Single(64, 32)] }] };
        using VideoDevice device = new FakeMachine(camera).Open();
        Assert.True(CaptureLayout.TryCreate(device.GetFormat(), out CaptureLayout? layout));
        byte* slot = (byte*)NativeMemory.AlignedAlloc((nuint)layout.SlotSize, 4096);
        new Span<byte>(slot, (int)layout.SlotSize).Fill(0xEE);
        try
        {
            using CaptureStream stream = Create(device, BufferMemory.UserPointer, 2);
            Assert.Equal(0, camera.MappedCount);
            Assert.Equal(0, stream.TryQueue(1, slot, layout));
            Assert.Equal(0, stream.TryStart());
            Assert.Equal(DequeueStatus.Ok, stream.TryDequeue(out CapturedBuffer buffer));
            Assert.Equal(1, buffer.Index);
            foreach ((int piece, MemoryPlane memory) in device.GetFormat().Planes.Index())
            {
                Assert.Equal(memory.Size, buffer.BytesUsed[piece]);
                Assert.False(new Span<byte>(slot + layout.GetMemoryOffset(piece), memory.Size).ContainsAnyExcept((byte)0));
                Assert.Equal(0xEE, slot[layout.GetMemoryOffset(piece) + memory.Size]);
            }
        }
        finally
        {
            NativeMemory.AlignedFree(slot);
        }
    }

    [Fact]
    public void Memory_that_the_driver_cannot_use_is_refused_with_a_number()
    {
        FakeCamera camera = new();
        using VideoDevice device = new FakeMachine(camera).Open();
        Assert.True(CaptureLayout.TryCreate(device.GetFormat(), out CaptureLayout? layout));
        using CaptureStream stream = Create(device, BufferMemory.UserPointer, 2);
        Assert.Equal(LibC.EFAULT, stream.TryQueue(0, null, layout));
        camera.Fail("VIDIOC_QBUF", LibC.EINVAL);
        Assert.Equal(LibC.EINVAL, stream.TryQueue(0, (byte*)4096, layout));
        Assert.Equal(0, stream.QueuedCount);
    }

    [Fact]
    public void A_kind_of_memory_that_the_driver_lacks_is_no_error()
    {
        using VideoDevice device = new FakeMachine(new FakeCamera { Memories = [BufferMemory.Mapped] }).Open();
        Assert.False(device.CreateStream(BufferMemory.UserPointer, 4, out CaptureStream? stream));
        Assert.Null(stream);
    }

    [Theory]
    [InlineData(2, 4, 4)]
    [InlineData(32, 4, 8)]
    [InlineData(6, 4, 6)]
    public void The_driver_decides_on_the_number_of_buffers(int wished, int minimum, int expected)
    {
        using VideoDevice device = new FakeMachine(new FakeCamera { MinBuffers = minimum, MaxBuffers = 8 }).Open();
        using CaptureStream stream = Create(device, BufferMemory.Mapped, wished);
        Assert.Equal(expected, stream.Count);
    }

    [Fact]
    public void Only_one_may_stream()
    {
        FakeMachine machine = new(new FakeCamera());
        using VideoDevice device = machine.Open();
        using VideoDevice other = machine.Open();
        using (Create(device, BufferMemory.Mapped, 2))
        {
            Assert.Equal(FrameRingError.DeviceBusy, Assert.Throws<FrameRingException>(() => other.CreateStream(BufferMemory.Mapped, 2, out _)).Error);
            Assert.Equal(FrameRingError.DeviceBusy, Assert.Throws<FrameRingException>(() => other.SetFormat(FourCC.Parse("YUYV"), 640, 480)).Error);
            Assert.Equal(FrameRingError.DeviceBusy, Assert.Throws<FrameRingException>(() => device.SetFormat(FourCC.Parse("YUYV"), 640, 480)).Error);
        }

        using CaptureStream stream = Create(other, BufferMemory.Mapped, 2);
        Assert.Equal(2, stream.Count);
    }

    [Fact]
    public void All_that_the_driver_says_of_a_frame_is_told()
    {
        FakeCamera camera = new() { HasExposureTimes = true };
        camera.Frames = number => number switch
        {
            0 => new FakeFrame { Timestamp = 5_000_001_000 },
            1 => new FakeFrame { Lost = 7, HasError = true, BytesUsed = 100 },
            2 => new FakeFrame { Field = FieldOrder.InterlacedTopFirst, IsLast = true, Content = [1, 2, 3] },
            _ => null,
        };
        using VideoDevice device = new FakeMachine(camera).Open();
        using CaptureStream stream = Start(device, 4);
        CapturedBuffer buffer = Next(stream);
        Assert.Equal((5_000_001_000, CaptureClock.Monotonic, CaptureInstant.StartOfExposure), (buffer.Timestamp, buffer.Clock, buffer.Instant));
        Assert.Equal((0U, false, false, FieldOrder.None), (buffer.Sequence, buffer.HasError, buffer.IsLast, buffer.Field));
        buffer = Next(stream);
        Assert.Equal((8U, true, 100), (buffer.Sequence, buffer.HasError, buffer.BytesUsed[0]));
        Assert.Equal(100, stream.GetData(buffer).Length);
        buffer = Next(stream);
        Assert.Equal((9U, true, FieldOrder.InterlacedTopFirst), (buffer.Sequence, buffer.IsLast, buffer.Field));
        Assert.Equal([1, 2, 3], stream.GetData(buffer).ToArray());
        Assert.Equal(DequeueStatus.Empty, stream.TryDequeue(out _));
        Assert.Equal(StreamReadiness.Nothing, stream.Wait(s_second, null));
    }

    [Fact]
    public void What_lies_before_the_picture_is_left_out()
    {
        FakeCamera camera = new() { Capabilities = DeviceCapabilities.VideoCaptureMultiPlanar, Frames = static _ => new FakeFrame { Content = [1, 2, 3, 4, 5], DataOffset = 2 } };
        using VideoDevice device = new FakeMachine(camera).Open();
        using CaptureStream stream = Start(device, 2);
        CapturedBuffer buffer = Next(stream);
        Assert.Equal((2, 5), (buffer.DataOffsets[0], buffer.BytesUsed[0]));
        Assert.Equal([3, 4, 5], stream.GetData(buffer).ToArray());
    }

    // A driver's numbers are not believed where they would lead out of the buffer.
    [Fact]
    public void Impossible_numbers_do_no_harm()
    {
        FakeCamera camera = new() { Capabilities = DeviceCapabilities.VideoCaptureMultiPlanar };
        camera.Frames = number => number switch
        {
            0 => new FakeFrame { BytesUsed = int.MaxValue },
            1 => new FakeFrame { DataOffset = int.MaxValue },
            2 => new FakeFrame { BytesUsed = -1 },
            _ => new FakeFrame { ClaimedIndex = 77 },
        };
        using VideoDevice device = new FakeMachine(camera).Open();
        using CaptureStream stream = Start(device, 4);
        Assert.Equal(640 * 480 * 2, stream.GetData(Next(stream)).Length);
        Assert.Equal(0, stream.GetData(Next(stream)).Length);
        Assert.Equal(0, stream.GetData(Next(stream)).Length);
        Assert.Equal(DequeueStatus.Failed, stream.TryDequeue(out _));
    }

    [Fact]
    public void Fields_come_in_turns()
    {
        FakeCamera camera = new() { Formats = [new FakeFormat("YUYV", "YUYV") { Field = FieldOrder.Alternate, Sizes = [FrameSizeRange.Single(720, 240)] }] };
        using VideoDevice device = new FakeMachine(camera).Open();
        using CaptureStream stream = Start(device, 4);
        CapturedBuffer[] buffers = [Next(stream), Next(stream), Next(stream), Next(stream)];
        Assert.Equal([FieldOrder.Top, FieldOrder.Bottom, FieldOrder.Top, FieldOrder.Bottom], buffers.Select(buffer => buffer.Field));
        Assert.Equal([0U, 0U, 1U, 1U], buffers.Select(buffer => buffer.Sequence));
    }

    [Theory]
    [InlineData(5, DequeueStatus.Failed)]
    [InlineData(32, DequeueStatus.Failed)]
    [InlineData(11, DequeueStatus.Empty)]
    [InlineData(19, DequeueStatus.Gone)]
    public void Errors_of_dequeuing_are_told_apart(int errno, DequeueStatus expected)
    {
        // EIO, EPIPE, EAGAIN, ENODEV.
        FakeCamera camera = new();
        using VideoDevice device = new FakeMachine(camera).Open();
        using CaptureStream stream = Start(device, 2);
        camera.Fail("VIDIOC_DQBUF", errno);
        Assert.Equal(expected, stream.TryDequeue(out _));
        Assert.Equal(2, stream.QueuedCount);
        Assert.Equal(DequeueStatus.Ok, stream.TryDequeue(out _));
    }

    [Fact]
    public void A_stream_that_was_stopped_starts_again_from_its_first_number()
    {
        FakeCamera camera = new();
        using VideoDevice device = new FakeMachine(camera).Open();
        using CaptureStream stream = Start(device, 2);
        Next(stream);
        Assert.Equal(1U, Next(stream).Sequence);
        stream.Stop();
        Assert.Equal((0, 0, false), (stream.QueuedCount, camera.QueuedCount, stream.IsStreaming));
        Assert.Equal(0, stream.TryQueue(0));
        Assert.Equal(0, stream.TryStart());
        Assert.Equal(0U, Next(stream).Sequence);
    }

    [Fact]
    public void A_start_that_fails_is_told_with_its_number()
    {
        FakeCamera camera = new();
        using VideoDevice device = new FakeMachine(camera).Open();
        using CaptureStream stream = Create(device, BufferMemory.Mapped, 2);
        camera.Fail("VIDIOC_STREAMON", LibC.ENOSPC);
        Assert.Equal((LibC.ENOSPC, false), (stream.TryStart(), stream.IsStreaming));
    }

    [Fact]
    public void A_wait_with_nothing_queued_is_dead_at_once()
    {
        using VideoDevice device = new FakeMachine(new FakeCamera { SkipsWaits = false }).Open();
        using CaptureStream stream = Create(device, BufferMemory.Mapped, 2);
        Assert.Equal(StreamReadiness.Error, stream.Wait(TimeSpan.FromMinutes(1), null));
        Assert.Equal(0, stream.TryStart());
        Assert.Equal(StreamReadiness.Error, stream.Wait(TimeSpan.FromMinutes(1), null));
    }

    [Fact]
    public void A_wait_ends_with_a_frame_a_stop_an_event_or_the_plug()
    {
        FakeCamera camera = new() { SkipsWaits = false, Frames = static _ => null, HasSourceChange = true };
        using VideoDevice device = new FakeMachine(camera).Open();
        Assert.True(device.TrySubscribeSourceChange());
        using CaptureStream stream = Start(device, 4);
        Assert.Equal(StreamReadiness.Frame, While(() => camera.Deliver(new FakeFrame()), stream, null));
        Next(stream);
        Assert.Equal(StreamReadiness.Event, While(() => camera.ChangeSource(null), stream, null));
        Assert.True(device.TakeSourceChange());
        using CancellationTokenSource source = new();
        using StopEvent stop = new(source.Token);
        Assert.Equal(StreamReadiness.Nothing, While(source.Cancel, stream, stop));
        Assert.Equal(StreamReadiness.Error | StreamReadiness.Event, While(camera.Unplug, stream, null));
        Assert.Equal(DequeueStatus.Gone, stream.TryDequeue(out _));
        Assert.Equal(LibC.ENODEV, stream.TryQueue(0));
        Assert.Equal(LibC.ENODEV, stream.TryStart());
    }

    [Fact]
    public void A_camera_that_is_unplugged_leaves_nothing_mapped()
    {
        FakeCamera camera = new();
        using VideoDevice device = new FakeMachine(camera).Open();
        using (Start(device, 4))
        {
            camera.Unplug();
        }

        Assert.Equal(0, camera.MappedCount);
    }

    [Theory]
    [InlineData("VIDIOC_QUERYBUF", 0)]
    [InlineData("mmap", 2)]
    public void A_stream_that_cannot_be_made_leaves_nothing_behind(string call, int after)
    {
        FakeCamera camera = new();
        using VideoDevice device = new FakeMachine(camera).Open();
        camera.Fail(call, LibC.ENOMEM, after: after);
        Assert.Equal(FrameRingError.OutOfMemory, Assert.Throws<FrameRingException>(() => device.CreateStream(BufferMemory.Mapped, 4, out _)).Error);
        Assert.Equal((0, 0), (camera.MappedCount, camera.BufferCount));
    }

    private static CaptureStream Create(VideoDevice device, BufferMemory memory, int count)
    {
        Assert.True(device.CreateStream(memory, count, out CaptureStream? stream));
        return stream!;
    }

    private static CaptureStream Start(VideoDevice device, int count)
    {
        CaptureStream stream = Create(device, BufferMemory.Mapped, count);
        for (int index = 0; index < stream.Count; index++)
        {
            Assert.Equal(0, stream.TryQueue(index));
        }

        Assert.Equal(0, stream.TryStart());
        return stream;
    }

    private static CapturedBuffer Next(CaptureStream stream)
    {
        Assert.Equal(DequeueStatus.Ok, stream.TryDequeue(out CapturedBuffer buffer));
        return buffer;
    }

    // What a wait ends with that another thread's deed ends, whichever comes first.
    private static StreamReadiness While(Action deed, CaptureStream stream, StopEvent? stop)
    {
        Task other = Task.Run(deed, TestContext.Current.CancellationToken);
        StreamReadiness found = stream.Wait(TimeSpan.FromMinutes(1), stop);
        other.Wait(TestContext.Current.CancellationToken);
        return found;
    }
}
