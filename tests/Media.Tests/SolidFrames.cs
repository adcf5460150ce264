using System.Buffers.Binary;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Writing;

namespace FrameRing.Media.Tests;

/// <summary>A ring whose frames have one colour everywhere, or what a test puts there.</summary>
internal sealed class SolidFrames : IDisposable
{
    internal const int Slots = 2;

    private static int s_rings;

    private readonly PixelFormat _format;
    private readonly int _width;
    private readonly int _height;
    private readonly FrameRingWriter _writer;
    private readonly FrameRingReader _reader;

    internal SolidFrames(string format, int width, int height)
    {
        Assert.True(PixelFormats.TryParse(format, out PixelFormat? known));
        (_format, _width, _height) = (known, width, height);
        string name = $"solid.{Environment.ProcessId}.{Interlocked.Increment(ref s_rings)}";
        _writer = FrameRingWriter.Create(new FrameRingWriterOptions { Name = name, SlotCount = Slots, SlotSize = known.PackedSize(width, height), HugePages = HugePagePolicy.Off });
        Assert.Equal(AttachStatus.Ok, FrameRingReader.TryAttach(name, new FrameRingReaderOptions(), TimeSpan.Zero, default, out FrameRingReader? reader));
        _reader = reader!;
    }

    internal delegate void Painter(int plane, Span<byte> bytes);

    /// <summary>Luma and chroma, 0 to 255 and in between, of a colour: from the definition of the matrix, apart from the code that is tested.</summary>
    internal static (double Y, double Cb, double Cr) Code((int R, int G, int B) colour, double kr, double kb, bool isFull)
    {
        double r = colour.R / 255.0;
        double g = colour.G / 255.0;
        double b = colour.B / 255.0;
        double y = (kr * r) + ((1 - kr - kb) * g) + (kb * b);
        double cb = (b - y) / (2 * (1 - kb));
        double cr = (r - y) / (2 * (1 - kr));
        return isFull ? (255 * y, 128 + (255 * cb), 128 + (255 * cr)) : (16 + (219 * y), 128 + (224 * cb), 128 + (224 * cr));
    }

    /// <summary>A frame of planar YUV, also of more bits.</summary>
    internal FrameView Yuv((double Y, double Cb, double Cr) code, Func<FrameMetadata, FrameMetadata> describe) => Next(describe, (plane, bytes) =>
    {
        double value = plane switch { 0 => code.Y, 1 => code.Cb, _ => code.Cr };
        if (_format.BitsPerComponent == 8)
        {
            bytes.Fill((byte)Math.Round(value));
            return;
        }

        ushort word = (ushort)Math.Round(value * (1 << (_format.BitsPerComponent - 8)));
        for (int index = 0; index < bytes.Length; index += 2)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[index..], word);
        }
    });

    /// <summary>A frame whose every plane repeats some bytes.</summary>
    internal FrameView Repeat(byte[] pixel, Func<FrameMetadata, FrameMetadata> describe) => Next(describe, (_, bytes) =>
    {
        for (int index = 0; index < bytes.Length; index++)
        {
            bytes[index] = pixel[index % pixel.Length];
        }
    });

    internal FrameView Next(Func<FrameMetadata, FrameMetadata> describe, Painter paint)
    {
        long size = _format.PackedSize(_width, _height);
        Assert.True(_writer.TryClaim(size, out SlotClaim claim) == ClaimStatus.Ok);
        FrameMetadata metadata = new()
        {
            Format = _format.FourCC,
            PlaneCount = _format.PlaneCount,
            CodedWidth = _width,
            CodedHeight = _height,
            Crop = new CropRectangle(0, 0, _width, _height),
            BytesUsed = size,
        };
        int offset = 0;
        for (int plane = 0; plane < _format.PlaneCount; plane++)
        {
            int stride = (int)_format.RowBytes(plane, _width);
            int bytes = stride * _format.Rows(plane, _height);
            metadata.SetPlane(plane, new PlaneLayout(offset, stride));
            paint(plane, claim.Data.Slice(offset, bytes));
            offset += bytes;
        }

        claim.Publish(describe(metadata));
        Assert.True(_reader.WaitNext(TimeSpan.Zero, default, out FrameView view) == ReadStatus.Ok);
        return view;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }
}
