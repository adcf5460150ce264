using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FrameRing.Formats;

namespace FrameRing.Layout;

/// <summary>
/// Everything a frame brings along but its pixels: the part of a descriptor behind the stamp. 248 bytes with fixed offsets, the
/// same in every process. A plain value: the writer fills one and publishes it, a reader gets a copy that nobody changes any more.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = MetadataSize)]
public struct FrameMetadata
{
    /// <summary>Bytes of this structure.</summary>
    public const int MetadataSize = 248;

    /// <summary>The most planes a picture can have.</summary>
    public const int MaxPlanes = 4;

    /// <summary>The value of <see cref="Pts"/> that means "no time stamp"; the same as FFmpeg's AV_NOPTS_VALUE.</summary>
    public const long NoPts = long.MinValue;

    /// <summary>Number of the frame in its ring, counted from 1 without gaps. The writer sets it when it publishes.</summary>
    [FieldOffset(0)] public ulong Sequence;

    /// <summary>When to show the frame, in units of <see cref="TimeBase"/>; <see cref="NoPts"/> if unknown.</summary>
    [FieldOffset(8)] public long Pts;

    /// <summary>Seconds per unit of <see cref="Pts"/> and <see cref="Duration"/>.</summary>
    [FieldOffset(16)] public Rational TimeBase;

    /// <summary>How long to show the frame, in units of <see cref="TimeBase"/>; 0 if unknown.</summary>
    [FieldOffset(24)] public long Duration;

    /// <summary>When the light was caught, in nanoseconds of <see cref="CaptureClock"/>; 0 if unknown.</summary>
    [FieldOffset(32)] public long CaptureTime;

    /// <summary>When the frame was published, in nanoseconds of CLOCK_MONOTONIC. The writer sets it.</summary>
    [FieldOffset(40)] public long PublishTime;

    /// <summary>What to add to CLOCK_MONOTONIC to get CLOCK_REALTIME, in nanoseconds, when the frame was published. The writer sets it.</summary>
    [FieldOffset(48)] public long WallClockOffset;

    /// <summary>The device's own frame counter (v4l2_buffer.sequence); 0 for files.</summary>
    [FieldOffset(56)] public uint DeviceSequence;

    /// <summary>Frames that the device lost since it was started, computed from gaps in its counter.</summary>
    [FieldOffset(60)] public uint DeviceDropCount;

    /// <summary>The pixel format; see <see cref="PixelFormats"/>.</summary>
    [FieldOffset(64)] public FourCC Format;

    /// <summary>Number of planes, 1 to <see cref="MaxPlanes"/>.</summary>
    [FieldOffset(68)] public int PlaneCount;

    /// <summary>Width of the stored picture in pixels; the visible part is <see cref="Crop"/>.</summary>
    [FieldOffset(72)] public int CodedWidth;

    /// <summary>Height of the stored picture in pixels.</summary>
    [FieldOffset(76)] public int CodedHeight;

    /// <summary>The part of the stored picture that is to be shown. A writer may leave it all zero for the whole picture; readers always see a rectangle.</summary>
    [FieldOffset(80)] public CropRectangle Crop;

    /// <summary>Where the planes lie; <see cref="PlaneCount"/> of them are used.</summary>
    [FieldOffset(96)] public PlaneLayouts Planes;

    /// <summary>Bytes of the slot that the frame uses.</summary>
    [FieldOffset(160)] public long BytesUsed;

    /// <summary>Shape of a pixel, width to height; 0/1 if unknown, then take it as square.</summary>
    [FieldOffset(168)] public Rational SampleAspectRatio;

    /// <summary>The stream's nominal frames per second; 0/1 if unknown or variable.</summary>
    [FieldOffset(176)] public Rational FrameRate;

    /// <summary>Facts about the frame.</summary>
    [FieldOffset(184)] public FrameFlags Flags;

    /// <summary>Clockwise turn in degrees that shows the picture upright, after <see cref="Mirroring"/>: 0, 90, 180 or 270.</summary>
    [FieldOffset(188)] public short Rotation;

    /// <summary>How the lines were captured in time.</summary>
    [FieldOffset(190)] public Interlacing Interlacing;

    /// <summary>How the pixels got into the slot.</summary>
    [FieldOffset(191)] public TransferPath Path;

    /// <summary>Colour primaries.</summary>
    [FieldOffset(192)] public ColourPrimaries Primaries;

    /// <summary>Transfer characteristics.</summary>
    [FieldOffset(193)] public ColourTransfer Transfer;

    /// <summary>Matrix coefficients.</summary>
    [FieldOffset(194)] public ColourMatrix Matrix;

    /// <summary>Code range.</summary>
    [FieldOffset(195)] public ColourRange Range;

    /// <summary>Position of chroma samples.</summary>
    [FieldOffset(196)] public ChromaLocation ChromaLocation;

    /// <summary>The clock of <see cref="CaptureTime"/>.</summary>
    [FieldOffset(197)] public CaptureClock CaptureClock;

    /// <summary>What moment of the frame <see cref="CaptureTime"/> is.</summary>
    [FieldOffset(198)] public CaptureInstant CaptureInstant;

    /// <summary>What is exchanged to show the picture, before <see cref="Rotation"/>.</summary>
    [FieldOffset(199)] public Mirroring Mirroring;

    // 200..215 reserved: written as 0.

    /// <summary>32 bytes for the application; the ring does not look at them.</summary>
    [FieldOffset(216)] public UserBytes UserData;

    /// <summary>Gets <see cref="Rotation"/> as a turn that can be carried out: 0, 90, 180 or 270; any other value counts as 0.</summary>
    public readonly int Turn => Rotation is 90 or 180 or 270 ? Rotation : 0;

    /// <summary>Where a plane lies.</summary>
    /// <param name="plane">0 to <see cref="MaxPlanes"/> - 1.</param>
    /// <returns>Offset in the slot and stride.</returns>
    public readonly PlaneLayout GetPlane(int plane) => Planes[plane];

    /// <summary>Says where a plane lies.</summary>
    /// <param name="plane">0 to <see cref="MaxPlanes"/> - 1.</param>
    /// <param name="layout">Offset in the slot and stride.</param>
    public void SetPlane(int plane, PlaneLayout layout) => Planes[plane] = layout;

    /// <summary>The planes' places, one behind the other.</summary>
    [InlineArray(MaxPlanes)]
    public struct PlaneLayouts
    {
        private PlaneLayout _first;
    }

    /// <summary>The application's own bytes.</summary>
    [InlineArray(32)]
    public struct UserBytes
    {
        private byte _first;
    }
}
