namespace FrameRing.Testing.Cameras;

/// <summary>An input of a fake camera: of a sensor, or digital with timings, or analogue with a standard.</summary>
/// <param name="Name">The driver's name for it.</param>
public sealed record FakeInput(string Name)
{
    /// <summary>Whether it has DV timings; what comes in is <see cref="FakeCamera.Signal"/>.</summary>
    public bool IsDigital { get; init; }

    /// <summary>A V4L2_STD_... set; 0 if it has none.</summary>
    public ulong Standard { get; init; }
}
