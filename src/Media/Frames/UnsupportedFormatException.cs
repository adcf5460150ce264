namespace FrameRing.Media.Frames;

/// <summary>The frames of a ring are in a format that cannot be turned into a picture.</summary>
/// <param name="message">One sentence: which format, why not.</param>
public sealed class UnsupportedFormatException(string message) : NotSupportedException(message);
