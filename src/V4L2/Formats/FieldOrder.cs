namespace FrameRing.V4L2.Formats;

/// <summary>Which lines a buffer has and when they were captured: <c>v4l2_field</c>, with the kernel's numbers.</summary>
public enum FieldOrder
{
    /// <summary>The driver's choice.</summary>
    Any = 0,

    /// <summary>Progressive: all lines at once.</summary>
    None = 1,

    /// <summary>Top field only.</summary>
    Top = 2,

    /// <summary>Bottom field only.</summary>
    Bottom = 3,

    /// <summary>Both fields, lines in turns; the video standard says which came first.</summary>
    Interlaced = 4,

    /// <summary>Both fields, the top field's lines before the bottom field's; top came first.</summary>
    SequentialTopFirst = 5,

    /// <summary>Both fields, the bottom field's lines before the top field's; bottom came first.</summary>
    SequentialBottomFirst = 6,

    /// <summary>Fields in buffers of their own, in turns; each buffer says which it has.</summary>
    Alternate = 7,

    /// <summary>Both fields, lines in turns; top came first.</summary>
    InterlacedTopFirst = 8,

    /// <summary>Both fields, lines in turns; bottom came first.</summary>
    InterlacedBottomFirst = 9,
}
