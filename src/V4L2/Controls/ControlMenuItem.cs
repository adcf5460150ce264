namespace FrameRing.V4L2.Controls;

/// <summary>A choice of a menu.</summary>
/// <param name="Index">What the control is set to for it.</param>
/// <param name="Name">The driver's name for it; null if it stands for a number.</param>
/// <param name="Value">The number it stands for; 0 if it has a name.</param>
public sealed record ControlMenuItem(int Index, string? Name, long Value);
