using FrameRing.V4L2.Formats;

namespace FrameRing.Testing.Cameras;

/// <summary>One frame of a fake camera. As it is, it is whole, comes right after the one before and has the time of its delivery.</summary>
public sealed record FakeFrame
{
    /// <summary>Frames that the driver lost before this one: its sequence skips them.</summary>
    public uint Lost { get; init; }

    /// <summary>Sets V4L2_BUF_FLAG_ERROR.</summary>
    public bool HasError { get; init; }

    /// <summary>Sets V4L2_BUF_FLAG_LAST.</summary>
    public bool IsLast { get; init; }

    /// <summary>The bytes of the first piece of memory; null fills every piece with the low byte of the frame's number.</summary>
    public byte[]? Content { get; init; }

    /// <summary>What is said of the first piece's bytes; null is the truth. What lies behind is not written.</summary>
    public int? BytesUsed { get; init; }

    /// <summary>Bytes before the picture in every piece; multi-planar cameras only.</summary>
    public int DataOffset { get; init; }

    /// <summary>Nanoseconds of CLOCK_MONOTONIC; null is now.</summary>
    public long? Timestamp { get; init; }

    /// <summary>The lines it has; null for what the format says, Top and Bottom in turns for Alternate.</summary>
    public FieldOrder? Field { get; init; }

    /// <summary>Number of the buffer that the driver claims to have filled; null is the truth.</summary>
    public uint? ClaimedIndex { get; init; }
}
