using System.Globalization;
using System.Runtime.InteropServices;
using FrameRing.V4L2.Interop;

namespace FrameRing.V4L2.Files;

/// <summary>The files in <c>/dev</c>.</summary>
internal sealed class SystemDeviceFiles : IDeviceFiles
{
    private const string Folder = "/dev";
    private const string Prefix = "video";

    internal static SystemDeviceFiles Instance { get; } = new();

    public int TryOpen(string path, out IDeviceFile? file)
    {
        int descriptor = Device.open(path, Device.O_RDWR | Device.O_NONBLOCK | Device.O_CLOEXEC);
        int errno = Marshal.GetLastPInvokeError();
        file = descriptor < 0 ? null : new DeviceFile(descriptor);
        return descriptor < 0 ? errno : 0;
    }

    public IReadOnlyList<string> List() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, Prefix + "*").Select(static path => (Path: path, Number: NumberOf(path))).Where(static node => node.Number >= 0).OrderBy(static node => node.Number).Select(static node => node.Path)]
        : [];

    private static int NumberOf(string path) =>
        int.TryParse(Path.GetFileName(path)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}
