namespace FrameRing.V4L2.Files;

/// <summary>An opened device file with its path, by which errors name it.</summary>
internal sealed unsafe class DeviceNode(string path, IDeviceFile file) : IDisposable
{
    internal string Path => path;

    internal IDeviceFile File => file;

    /// <summary>ioctl(2).</summary>
    /// <returns>0, or the error number.</returns>
    internal int Call(uint request, void* argument) => file.Ioctl(request, argument);

    internal void ThrowOn(string operation, int errno)
    {
        if (errno != 0)
        {
            throw DeviceError.Create($"{operation} of '{path}'", errno, path);
        }
    }

    internal void ThrowIfGone(string operation, int errno)
    {
        if (DeviceError.IsGone(errno))
        {
            ThrowOn(operation, errno);
        }
    }

    public void Dispose() => file.Dispose();
}
