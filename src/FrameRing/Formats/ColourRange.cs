namespace FrameRing.Formats;

/// <summary>Which code values mean black and white.</summary>
public enum ColourRange : byte
{
    /// <summary>Not told; limited is usual for YUV, full for RGB.</summary>
    Unspecified = 0,

    /// <summary>Studio swing: 16 to 235 for luma of 8 bits (ITU-R BT.601/709), also called tv or mpeg.</summary>
    Limited = 1,

    /// <summary>Full swing: 0 to 255 for 8 bits, also called pc or jpeg.</summary>
    Full = 2,
}
