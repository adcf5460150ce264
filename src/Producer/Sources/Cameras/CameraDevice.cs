using FrameRing.V4L2;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>Opens a device file for the tool: where it is no camera, the error tells the option that shows which there are.</summary>
internal static class CameraDevice
{
    internal static VideoDevice Open(string path, Func<string, VideoDevice> open)
    {
        try
        {
            return open(path);
        }
        catch (FrameRingException e) when (e is { Remedy: null, Error: FrameRingError.NotFound or FrameRingError.NotSupported })
        {
            throw new FrameRingException(e.Error, e.Operation, e.Cause, "'producer --list-devices' shows the cameras there are.", e.Errno);
        }
    }
}
