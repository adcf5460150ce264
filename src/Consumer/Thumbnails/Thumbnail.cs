using FrameRing.Media.Pictures;

namespace FrameRing.Consumer.Thumbnails;

/// <summary>A picture made of a frame. Whoever holds it gives the picture back.</summary>
/// <param name="Picture">Scaled and upright.</param>
/// <param name="Sequence">The frame's number.</param>
/// <param name="Time">Its time in the video.</param>
/// <param name="Duration">How long the frame is shown.</param>
internal sealed record Thumbnail(Picture Picture, ulong Sequence, TimeSpan Time, TimeSpan Duration);
