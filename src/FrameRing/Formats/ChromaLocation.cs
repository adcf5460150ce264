namespace FrameRing.Formats;

/// <summary>Where the chroma samples of a subsampled picture lie; the numbers are those of FFmpeg, H.273 type + 1.</summary>
public enum ChromaLocation : byte
{
    /// <summary>Not told; left is usual for MPEG video, centre for JPEG.</summary>
    Unspecified = 0,

    /// <summary>Between two lines, at the left luma sample: MPEG-2, H.264 (4:2:0 type 0).</summary>
    Left = 1,

    /// <summary>In the middle of four luma samples: JPEG, MPEG-1 (type 1).</summary>
    Center = 2,

    /// <summary>At the top left luma sample: BT.2020 (type 2).</summary>
    TopLeft = 3,

    /// <summary>At the top between two samples (type 3).</summary>
    Top = 4,

    /// <summary>At the bottom left luma sample (type 4).</summary>
    BottomLeft = 5,

    /// <summary>At the bottom between two samples (type 5).</summary>
    Bottom = 6,
}
