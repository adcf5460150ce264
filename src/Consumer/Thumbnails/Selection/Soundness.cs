namespace FrameRing.Consumer.Thumbnails.Selection;

/// <summary>How good a frame is for a picture, the best first.</summary>
internal enum Soundness
{
    /// <summary>Nothing is known against it.</summary>
    Sound,

    /// <summary>It is not flagged, but comes behind a damaged frame and before the next key frame: it shows the damage.</summary>
    Dependent,

    /// <summary>Flagged by the producer.</summary>
    Corrupt,

    /// <summary>Black, where those are not wanted.</summary>
    Black,
}
