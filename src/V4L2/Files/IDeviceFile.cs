namespace FrameRing.V4L2.Files;

/// <summary>An open device file: the few calls of the kernel on which everything in this folder's parent rests.</summary>
internal unsafe interface IDeviceFile : IDisposable
{
    /// <summary>ioctl(2), again when a signal interrupted it.</summary>
    /// <param name="request">A VIDIOC number.</param>
    /// <param name="argument">Its structure.</param>
    /// <returns>0, or the error number.</returns>
    int Ioctl(uint request, void* argument);

    /// <summary>poll(2) on the device and on a wish to stop.</summary>
    /// <param name="events">POLLIN, POLLPRI; errors are always told.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="stop">Ends the wait; null for none.</param>
    /// <returns>What the device is ready for; 0 if time ran out or the wait was stopped.</returns>
    short Poll(short events, TimeSpan timeout, StopEvent? stop);

    /// <summary>mmap(2) of a buffer of the driver's, readable and writable.</summary>
    /// <param name="offset">What the driver said.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="address">Where it is.</param>
    /// <returns>0, or the error number.</returns>
    int Map(long offset, long length, out byte* address);

    /// <summary>munmap(2).</summary>
    /// <param name="address">What Map gave.</param>
    /// <param name="length">Bytes.</param>
    void Unmap(byte* address, long length);
}
