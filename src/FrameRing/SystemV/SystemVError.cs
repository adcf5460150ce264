using System.Runtime.InteropServices;
using Tmds.Linux;

namespace FrameRing.SystemV;

/// <summary>Turns an error number of a System V call into an exception with cause and remedy. Sources: shmget(2), shmop(2), shmctl(2), semget(2), semop(2).</summary>
internal static class SystemVError
{
    internal static FrameRingException Create(string operation, int errno) => errno switch
    {
        _ when errno == LibC.EACCES || errno == LibC.EPERM => new(
            FrameRingError.AccessDenied, operation, Text(errno),
            "Ask the owner to allow it by mode and group, or run as the owner.", errno),
        _ when errno == LibC.ENOENT => new(FrameRingError.NotFound, operation, "there is no such object", null, errno),
        _ when errno == LibC.EINVAL || errno == LibC.EIDRM => new(FrameRingError.NotFound, operation, $"the object is gone or the value is not allowed ({Text(errno)})", null, errno),
        _ when errno == LibC.EEXIST => new(FrameRingError.AlreadyExists, operation, "the key is taken", null, errno),
        _ when errno == LibC.ENOMEM => new(FrameRingError.OutOfMemory, operation, "there is not enough memory", "Free memory, or use fewer or smaller slots.", errno),
        _ => new(FrameRingError.System, operation, Text(errno), null, errno),
    };

    internal static string Text(int errno) => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})";
}
