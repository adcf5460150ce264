using System.Runtime.InteropServices;

namespace FrameRing.Formats;

/// <summary>The visible picture inside the coded one, in pixels of the first plane.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Visible width.</param>
/// <param name="Height">Visible height.</param>
[StructLayout(LayoutKind.Sequential, Size = 16)]
public readonly record struct CropRectangle(int X, int Y, int Width, int Height);
