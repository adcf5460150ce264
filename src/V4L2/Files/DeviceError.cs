using System.Globalization;
using System.Runtime.InteropServices;
using FrameRing.Text;
using Tmds.Linux;

namespace FrameRing.V4L2.Files;

/// <summary>Turns an error number of a device file into an exception with cause and remedy. Sources: open(2), the VIDIOC pages of the kernel's media documentation.</summary>
internal static class DeviceError
{
    internal static FrameRingException Create(string operation, int errno, string? path = null)
    {
        string text = $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})";
        return errno switch
        {
            _ when errno == LibC.EACCES || errno == LibC.EPERM => new(
                FrameRingError.AccessDenied, operation, text, "Add the user to the group of the device file, mostly: sudo usermod -aG video $USER, then log in again.", errno),
            _ when errno == LibC.ENOENT => new(FrameRingError.NotFound, operation, "there is no such file", null, errno),
            _ when errno == LibC.EBUSY => new(FrameRingError.DeviceBusy, operation, DescribeHolders(path), "End the other program, or let it read from a ring instead.", errno),
            _ when IsGone(errno) => new(FrameRingError.DeviceGone, operation, $"the device is gone ({text})", null, errno),
            _ when errno == LibC.ENOTTY => new(FrameRingError.NotSupported, operation, "the device does not offer this", null, errno),
            _ when errno == LibC.EINVAL => new(FrameRingError.InvalidArgument, operation, $"the driver does not take it ({text})", null, errno),
            _ when errno == LibC.ENOMEM => new(FrameRingError.OutOfMemory, operation, "the driver has not enough memory", "Choose a smaller picture, or use fewer slots.", errno),
            _ => new(FrameRingError.System, operation, text, null, errno),
        };
    }

    /// <summary>A node that was unplugged says one of these, depending on how far its driver has come.</summary>
    internal static bool IsGone(int errno) => errno == LibC.ENODEV || errno == LibC.ENXIO || errno == LibC.EBADF;

    private static string DescribeHolders(string? path)
    {
        IReadOnlyList<(int Pid, string Name)> holders = path is null ? [] : DeviceHolders.Find(path);
        return holders.Count == 0
            ? "the device is in use, by a process that this user cannot see or by this one"
            : "the device is in use by " + string.Join(", ", holders.Select(static holder => string.Create(CultureInfo.InvariantCulture, $"{PrintableText.Of(holder.Name)} (process {holder.Pid})")));
    }
}
