using System.Runtime.InteropServices;
using FrameRing.V4L2.Interop;
using FrameRing.Waiting;
using Tmds.Linux;

namespace FrameRing.V4L2.Files;

/// <summary>A device file of the kernel's.</summary>
internal sealed unsafe class DeviceFile(int descriptor) : IDeviceFile
{
    private int _descriptor = descriptor;

    public int Ioctl(uint request, void* argument)
    {
        while (Device.ioctl(_descriptor, request, argument) < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != LibC.EINTR)
            {
                return errno;
            }
        }

        return 0;
    }

    public short Poll(short events, TimeSpan timeout, StopEvent? stop)
    {
        double last = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : MonotonicClock.NowNanoseconds + timeout.TotalNanoseconds;
        long end = last >= long.MaxValue ? long.MaxValue : (long)last;
        Device.pollfd* files = stackalloc Device.pollfd[2];
        files[0] = new Device.pollfd { fd = _descriptor, events = events };
        files[1] = new Device.pollfd { fd = stop?.Descriptor ?? -1, events = Device.POLLIN };
        while (true)
        {
            // Rounded up: a wait that ends before its time would be taken for a camera that is late.
            long left = Math.Max(0, end - MonotonicClock.NowNanoseconds);
            int ready = Device.poll(files, 2, (int)Math.Min(int.MaxValue, (left + 999_999) / 1_000_000));
            if (ready == 0 && end == long.MaxValue)
            {
                // poll(2) takes 24 days at most.
                continue;
            }

            if (ready >= 0)
            {
                return ready > 0 ? files[0].revents : (short)0;
            }

            int errno = Marshal.GetLastPInvokeError();
            if (errno != LibC.EINTR)
            {
                throw DeviceError.Create("Wait for the device (poll)", errno);
            }
        }
    }

    public int Map(long offset, long length, out byte* address)
    {
        address = (byte*)Device.mmap(null, (nuint)length, Device.PROT_READ | Device.PROT_WRITE, Device.MAP_SHARED, _descriptor, (nint)offset);
        int errno = Marshal.GetLastPInvokeError();
        bool mapped = (nint)address != -1;
        address = mapped ? address : null;
        return mapped ? 0 : errno;
    }

    public void Unmap(byte* address, long length) => _ = Device.munmap(address, (nuint)length);

    public void Dispose()
    {
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0)
        {
            _ = Device.close(descriptor);
        }
    }
}
