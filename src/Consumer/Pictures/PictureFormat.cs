namespace FrameRing.Consumer.Pictures;

/// <summary>Kinds of picture files.</summary>
internal enum PictureFormat
{
    /// <summary>ITU-T T.81.</summary>
    Jpeg,

    /// <summary>ISO/IEC 15948; without loss, so quality has no meaning.</summary>
    Png,

    /// <summary>RFC 9649, with loss.</summary>
    WebP,
}
