using System.Runtime.InteropServices;
using FrameRing.Layout;

namespace FrameRing.Tests.Layout;

/// <summary>Every offset of shared memory. A number that changes here means a new layout version.</summary>
public class LayoutTests
{
    [Fact]
    public unsafe void Sizes_are_fixed()
    {
        Assert.Equal(248, sizeof(FrameMetadata));
        Assert.Equal(256, sizeof(FrameDescriptor));
        Assert.Equal(4096, sizeof(SegmentHeader));
        Assert.Equal(4096, sizeof(CursorBlock));
        Assert.Equal(4096, sizeof(DirectoryPage));
        Assert.Equal(128, sizeof(DirectoryEntry));
        Assert.Equal(128, sizeof(RingCounters));
        Assert.Equal(16, sizeof(FrameRing.Formats.PlaneLayout));
        Assert.Equal(16, sizeof(SegmentToken));
        Assert.Equal(4096, sizeof(LeaseHeader));
        Assert.Equal(128, sizeof(LeaseEntry));
        Assert.Equal(12_288, LeaseGeometry.TotalSize);
    }

    [Theory]
    [InlineData(typeof(FrameMetadata), "Sequence:0 Pts:8 TimeBase:16 Duration:24 CaptureTime:32 PublishTime:40 WallClockOffset:48 DeviceSequence:56 DeviceDropCount:60 Format:64 PlaneCount:68 CodedWidth:72 CodedHeight:76 Crop:80 Planes:96 BytesUsed:160 SampleAspectRatio:168 FrameRate:176 Flags:184 Rotation:188 Interlacing:190 Path:191 Primaries:192 Transfer:193 Matrix:194 Range:195 ChromaLocation:196 CaptureClock:197 CaptureInstant:198 Mirroring:199 UserData:216")]
    [InlineData(typeof(FrameDescriptor), "Stamp:0 Metadata:8")]
    [InlineData(typeof(SegmentHeader), "Magic:0 LayoutVersion:8 SizeOfHeader:12 Token:16 Generation:32 FirstSequence:40 SegmentSize:48 SlotCount:56 IndexCount:60 SlotSize:64 CursorOffset:72 IndexOffset:80 DescriptorOffset:88 SlotOffset:96 SizeOfDescriptor:104 PageTier:108 CreationTime:112 WriterPid:120 WriterUid:124 WriterStartTime:128 Name:136 SourceName:200")]
    [InlineData(typeof(CursorBlock), "Head:0 WakeWord:8 State:128 NextSegmentId:132 NextToken:136 SourceState:152 IsFilledByDevice:156 Counters:256")]
    [InlineData(typeof(RingCounters), "Published:0 Dropped:8 Direct:16 Copied:24 HwDownloaded:32 Corrupt:40 Abandoned:48 Revoked:56 Evicted:64 Waits:72 WaitNanoseconds:80")]
    [InlineData(typeof(DirectoryPage), "Magic:0 LayoutVersion:8 SizeOfPage:12 Name:16 EntryVersion:128 WakeWord:132 Entry:192 ReservedSequence:512")]
    [InlineData(typeof(DirectoryEntry), "WriterPid:0 WriterUid:4 WriterStartTime:8 Generation:16 FrameSegmentId:24 LeaseSegmentId:28 WriterSemaphoreId:32 ReaderSemaphoreId:36 Token:40 State:56 LastSequence:64 LeaseToken:72")]
    [InlineData(typeof(LeaseHeader), "Magic:0 LayoutVersion:8 SizeOfHeader:12 Token:16 EntryCount:32 SizeOfEntry:36 PinCount:40 Name:64 Delivery:128 WaitingClaims:132 ReleaseWord:256")]
    [InlineData(typeof(LeaseEntry), "Epoch:0 Evicted:4 Cursor:8 Pins:16 HolderPid:48")]
    public void Offsets_are_fixed(Type type, string expected)
    {
        IEnumerable<string> found = type
            .GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)
            .Select(field => $"{field.Name}:{Marshal.OffsetOf(type, field.Name)}");
        Assert.Equal(expected, string.Join(' ', found));
    }

    [Fact]
    public void Regions_do_not_overlap_and_the_guard_is_behind_the_last_slot()
    {
        Assert.True(SegmentGeometry.TryCreate(7, 10_000, out SegmentGeometry geometry));
        Assert.Equal(12_288, geometry.SlotSize);
        Assert.Equal(16, geometry.IndexCount);
        Assert.True(geometry.IndexOffset >= geometry.CursorOffset + CursorBlock.BlockSize);
        Assert.True(geometry.DescriptorOffset >= geometry.IndexOffset + (16 * 8));
        Assert.True(geometry.SlotOffset >= geometry.DescriptorOffset + (7 * 256));
        Assert.Equal(0, geometry.SlotOffset % 4096);
        Assert.Equal(geometry.SlotPosition(6) + geometry.SlotSize + 4096, geometry.TotalSize);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(65_536, 1)]
    [InlineData(4, 0)]
    [InlineData(4, -1)]
    [InlineData(4, long.MaxValue)]
    public void Impossible_limits_are_refused(long slots, long size) => Assert.False(SegmentGeometry.TryCreate(slots, size, out _));
}
