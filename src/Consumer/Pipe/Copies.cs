namespace FrameRing.Consumer.Pipe;

/// <summary>How often pictures are written when a frame comes.</summary>
/// <param name="OfPrevious">Of the frame before, first.</param>
/// <param name="OfThis">Of the frame itself; 0 if it is passed over.</param>
internal readonly record struct Copies(long OfPrevious, long OfThis);
