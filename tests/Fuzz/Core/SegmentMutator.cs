using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.Fuzz.Core;

/// <summary>Damages a frame segment as somebody would who knows its layout: single numbers, swaps, and whole forged structures.</summary>
internal sealed unsafe class SegmentMutator
{
    private static readonly Field[] s_header = FieldMap.Of<SegmentHeader>();
    private static readonly Field[] s_metadata = FieldMap.Of<FrameDescriptor>();

    // Format to planes, and the bytes that the frame uses.
    private static readonly Field[] s_shape = [.. FieldMap.Of<FrameMetadata>(sizeof(ulong)).Where(field => field.Offset - sizeof(ulong) is >= 64 and < 168)];

    private readonly MemoryImage _image;
    private readonly SegmentGeometry _geometry;
    private readonly Field[] _cursor;

    // The words that decide about offsets lie in the first part of the header; the name behind them has 64 numbers of its own.
    private readonly Field[] _limits = [.. s_header.Where(field => field.Offset < 112)];

    internal SegmentMutator(SampleRing ring)
    {
        _image = ring.SegmentImage;
        _geometry = ring.Geometry;
        _cursor = FieldMap.Of<CursorBlock>((int)_geometry.CursorOffset);
        _image.Interesting =
        [
            (ulong)_geometry.SlotCount, (ulong)_geometry.SlotSize, (ulong)_geometry.IndexCount, (ulong)_geometry.SlotOffset, (ulong)_geometry.DescriptorOffset,
            (ulong)_geometry.TotalSize, SampleRing.Frames, StampValue.Ready(SampleRing.Frames), IndexEntry.MaxSequence, FrameGeometry.MaxDimension,
            SegmentGeometry.MaxSlots, (ulong)SegmentGeometry.MaxSlotSize, .. Enum.GetValues<GenerationState>().Select(state => (ulong)state),
            .. PixelFormats.All.Select(format => (ulong)format.FourCC.Value),
        ];
    }

    internal Field AnyHeader(FuzzRandom random) => random.Of(random.OneIn(4) ? s_header : _limits);

    /// <summary>One number of what moves: cursor block, index, descriptors.</summary>
    internal Field AnyMoving(FuzzRandom random)
    {
        int kind = random.Below(8);
        return kind == 0 ? random.Of(_cursor)
            : kind == 1 ? new Field("Index", (int)_geometry.IndexOffset + (8 * random.Below(_geometry.IndexCount)), 8)
            : random.Of(s_metadata).At((int)_geometry.DescriptorPosition(random.Below(_geometry.SlotCount)));
    }

    /// <summary>One of the numbers that a picture's check is about.</summary>
    internal Field AnyShape(FuzzRandom random) => random.Of(s_shape).At((int)_geometry.DescriptorPosition(random.Below(_geometry.SlotCount)));

    internal void MutateHeader(FuzzRandom random)
    {
        if (random.OneIn(4))
        {
            Reshape(random);
        }

        for (int i = random.Below(3); i >= 0; i--)
        {
            _image.Mutate(random, AnyHeader(random));
        }
    }

    internal void MutateMoving(FuzzRandom random)
    {
        if (random.OneIn(2))
        {
            // The checks of numbers that belong together are only reached by numbers that do.
            Forge(random);
        }

        for (int i = random.Below(4); i > 0; i--)
        {
            _image.Mutate(random, AnyMoving(random));
        }

        if (random.OneIn(8))
        {
            Field one = AnyMoving(random);
            _image.Swap(one, AnyMoving(random) with { Size = one.Size });
        }
    }

    /// <summary>What a producer that takes the segment over believes of its slots: frames that are there twice, are to come, or were never made.</summary>
    internal void MutateStamps(FuzzRandom random)
    {
        for (int i = random.Below(_geometry.SlotCount + 1); i > 0; i--)
        {
            Field stamp = new("Stamp", (int)_geometry.DescriptorPosition(random.Below(_geometry.SlotCount)), 8);
            _image.Write(stamp, random.Below(4) switch
            {
                0 => StampValue.Writing | (random.OneIn(2) ? StampValue.Ready((ulong)random.Between(1, SampleRing.Frames)) : 0),
                1 => StampValue.Ready(random.OneIn(2) ? IndexEntry.MaxSequence : random.Next()),
                _ => StampValue.Ready((ulong)random.Between(0, SampleRing.Frames + 4)),
            });
        }
    }

    /// <summary>Other limits with all that follows from them: whole, and too large, too small or right for the memory behind it.</summary>
    internal void Reshape(FuzzRandom random)
    {
        ReadOnlySpan<int> counts = [1, 2, _geometry.SlotCount - 1, _geometry.SlotCount + 1, 2 * _geometry.SlotCount, SegmentGeometry.MaxSlots, random.Between(1, 64)];
        ReadOnlySpan<long> sizes = [4096, _geometry.SlotSize, _geometry.SlotSize + 4096, 2 * _geometry.SlotSize, SegmentGeometry.MaxSlotSize, 4096L * random.Between(1, 64)];
        if (SegmentGeometry.TryCreate(random.Of(counts), random.Of(sizes), out SegmentGeometry other))
        {
            SegmentHeader* header = (SegmentHeader*)_image.Memory;
            Put(&header->SlotCount, (uint)other.SlotCount);
            Put(&header->IndexCount, (uint)other.IndexCount);
            Put(&header->SlotSize, other.SlotSize);
            Put(&header->DescriptorOffset, other.DescriptorOffset);
            Put(&header->SlotOffset, other.SlotOffset);
            Put(&header->SegmentSize, other.TotalSize);
        }
    }

    private void Forge(FuzzRandom random)
    {
        int slot = random.Below(_geometry.SlotCount);
        int position = (int)_geometry.DescriptorPosition(slot);
        FrameDescriptor descriptor = *(FrameDescriptor*)(_image.Memory + position);
        ulong sequence = random.OneIn(2) ? descriptor.Metadata.Sequence : (ulong)random.Between(1, SampleRing.Frames + 4);
        descriptor = new FrameDescriptor { Stamp = StampValue.Ready(sequence), Metadata = ForgedFrame.Create(random, _geometry.SlotSize) };
        descriptor.Metadata.Sequence = sequence;
        _image.Write(position, descriptor);
        _image.Write((int)_geometry.IndexPosition(sequence), IndexEntry.Pack(sequence, slot));
    }

    private void Put<T>(T* field, T value)
        where T : unmanaged => _image.Write((int)((byte*)field - _image.Memory), value);
}
