using FrameRing.Media.Pictures;

namespace FrameRing.Consumer.Thumbnails.Output;

/// <summary>A picture made of a frame. Whoever holds it gives the picture back.</summary>
/// <param name="Picture">Scaled and upright.</param>
/// <param name="Sequence">The frame's number.</param>
/// <param name="Time">Its time in the video.</param>
/// <param name="Part">Number of the part of the timeline that the frame belongs to.</param>
/// <param name="PartStart">When that part begins, with a picture or without.</param>
/// <param name="EndBefore">When the last frame ends that was seen in the part of the picture before this one.</param>
/// <param name="Source">What its frame comes from, as a heading shows it.</param>
internal sealed record Thumbnail(Picture Picture, ulong Sequence, TimeSpan Time, int Part, TimeSpan PartStart, TimeSpan EndBefore, string Source);
