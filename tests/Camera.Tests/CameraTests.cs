namespace FrameRing.Camera.Tests;

/// <summary>Tests that begin with the webcam input, as new: another input has other sizes, rates and colours.</summary>
public abstract class CameraTests
{
    protected CameraTests() => Vivid.Run("v4l2-ctl", "-d", Vivid.All, "--set-input=0");
}
