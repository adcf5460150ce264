using FrameRing.Formats;
using FrameRing.V4L2.Formats;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>What was agreed on with a camera.</summary>
/// <param name="Format">What it gives.</param>
/// <param name="Layout">Where a raw picture lies in a slot; null for a compressed one.</param>
/// <param name="FrameRate">Frames per second; unknown if it does not tell.</param>
/// <param name="Remarks">What became otherwise than asked for, and other things worth knowing.</param>
internal sealed record CameraSetup(CaptureFormat Format, CaptureLayout? Layout, Rational FrameRate, IReadOnlyList<string> Remarks);
