namespace FrameRing.V4L2.Inputs;

/// <summary>An input of a device.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">The driver's name for it.</param>
/// <param name="HasSignal">False if the driver says that nothing comes in.</param>
/// <param name="HasTimings">Whether it is a digital one (HDMI, DVI, SDI) with timings.</param>
public sealed record VideoInput(int Number, string Name, bool HasSignal, bool HasTimings);
