using System.Globalization;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.SystemV;
using FrameRing.Writing;

namespace FrameRing.Fuzz.Core;

/// <summary>A real ring with frames of several formats, and read-write mappings of its directory and its segment to damage it through.</summary>
internal sealed unsafe class SampleRing : IDisposable
{
    /// <summary>Names that one process may use; the process that started it looks for what is left of them.</summary>
    internal const int MaxNames = 8;

    internal const int Frames = 11;

    private readonly SharedMemoryAttachment _directory;
    private readonly SharedMemoryAttachment _segment;
    private bool _isLeft;

    internal SampleRing(int number, int slotCount = 8, int slotSize = 32768, Func<FrameRingWriterOptions, FrameRingWriterOptions>? adjust = null)
    {
        Name = NameOf(Environment.ProcessId, number);
        FrameRingWriterOptions options = new() { Name = Name, SlotCount = slotCount, SlotSize = slotSize, HugePages = HugePagePolicy.Off };
        Writer = FrameRingWriter.Create(adjust?.Invoke(options) ?? options);
        FuzzRandom random = new();
        random.Start(1, nameof(SampleRing), 0);
        for (int i = 0; i < Frames; i++)
        {
            Publish(random, slotSize);
        }

        Page = SharedMemorySegment.Open(RingName.ToKey(Name));
        _directory = Page.Attach();
        Entry = ((DirectoryPage*)_directory.DangerousPointer)->Entry;
        Segment = new SharedMemorySegment(Entry.FrameSegmentId);
        _segment = Segment.Attach();
        SegmentGeometry.TryCreate(slotCount, slotSize, out SegmentGeometry geometry);
        Geometry = geometry;
        DirectoryImage = new MemoryImage(_directory.DangerousPointer, DirectoryPage.PageSize);
        SegmentImage = new MemoryImage(_segment.DangerousPointer, geometry.SlotOffset);
    }

    internal string Name { get; }

    internal FrameRingWriter Writer { get; }

    internal SharedMemorySegment Page { get; }

    internal SharedMemorySegment Segment { get; }

    internal DirectoryEntry Entry { get; }

    internal SegmentGeometry Geometry { get; }

    internal MemoryImage DirectoryImage { get; }

    internal MemoryImage SegmentImage { get; }

    // Of one length, so that an iteration finds the same characters in every process.
    internal static string NameOf(int process, int number) => string.Create(CultureInfo.InvariantCulture, $"fuzz.{process:D7}.{number}");

    /// <summary>The ring is to end with all that was done to it.</summary>
    internal void LeaveAsItIs() => _isLeft = true;

    public void Dispose()
    {
        if (!_isLeft)
        {
            DirectoryImage.RestoreAll();
            SegmentImage.RestoreAll();
        }

        _directory.Dispose();
        _segment.Dispose();
        Writer.Dispose();
    }

    private void Publish(FuzzRandom random, long slotSize)
    {
        FrameMetadata frame;
        do
        {
            frame = ForgedFrame.Create(random, slotSize);
        }
        while (!FrameGeometry.TryCreate(frame, slotSize, out _));

        FuzzViolation.Require(Writer.TryClaim(slotSize, out SlotClaim claim) == ClaimStatus.Ok, "the sample ring has no slot");
        claim.Data.Fill((byte)(Writer.Head + 1));
        claim.Publish(frame);
    }
}
