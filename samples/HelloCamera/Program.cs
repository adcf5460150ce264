// Reads buffers of a camera without a ring, and says how much is in each: HelloCamera [DEVICE [FRAMES]]
using FrameRing.V4L2.Streaming;
using FrameRing.V4L2;
using FrameRing;
using FrameRing.Formats;

string path = args.Length > 0 ? args[0] : "/dev/video0";
int frames = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 10;
try
{
    using VideoDevice device = VideoDevice.Open(path);
    Console.WriteLine(device.SetFormat(FourCC.Parse("YUYV"), 640, 480));
    if (!device.CreateStream(BufferMemory.Mapped, 4, out CaptureStream? stream))
    {
        Console.Error.WriteLine($"The driver {device.Driver} has no buffers to map.");
        return 1;
    }

    using (stream)
    {
        for (int index = 0; index < stream.Count; index++)
        {
            stream.TryQueue(index);
        }

        int errno = stream.TryStart();
        while (errno == 0 && frames > 0 && stream.Wait(TimeSpan.FromSeconds(10), null).HasFlag(StreamReadiness.Frame)
            && stream.TryDequeue(out CapturedBuffer buffer) == DequeueStatus.Ok)
        {
            Console.WriteLine($"{buffer.Sequence}: {stream.GetData(buffer).Length} bytes");
            errno = stream.TryQueue(buffer.Index);
            frames--;
        }
    }

    return frames == 0 ? 0 : 1;
}
catch (FrameRingException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
