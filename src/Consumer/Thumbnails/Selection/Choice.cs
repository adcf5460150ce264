namespace FrameRing.Consumer.Thumbnails.Selection;

/// <summary>What a selector says of a frame.</summary>
internal enum Choice
{
    /// <summary>No picture.</summary>
    Skip,

    /// <summary>Make a picture.</summary>
    Take,

    /// <summary>The frame was overwritten while it was looked at.</summary>
    Overwritten,
}
