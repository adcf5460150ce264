namespace FrameRing.Producer.Decoding;

/// <summary>What came of the wish for a decoder's next frame.</summary>
internal enum DecodingOutcome
{
    /// <summary>A frame.</summary>
    Frame,

    /// <summary>Nothing yet, but something that the user should know.</summary>
    Remark,

    /// <summary>There are no more.</summary>
    Ended,
}
