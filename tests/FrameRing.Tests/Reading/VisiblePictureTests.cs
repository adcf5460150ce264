using System.Diagnostics;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Testing.Tools;
using FrameRing.Testing;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Reading;

/// <summary>The visible part of a stored picture, by rows and as a copy.</summary>
public class VisiblePictureTests
{
    private const int Width = 67;
    private const int Height = 45;

    // The crop filter of ffmpeg takes the left edge of chroma to the byte and not to the sample: even ones only, where a sample has two.
    [Theory]
    [InlineData("yuv420p", 1, 1, 33, 21)]
    [InlineData("yuv420p", 7, 3, 60, 42)]
    [InlineData("yuv410p", 5, 7, 30, 29)]
    [InlineData("yuv411p", 3, 1, 50, 9)]
    [InlineData("yuva420p", 9, 11, 13, 17)]
    [InlineData("yuv422p10le", 10, 5, 55, 40)]
    [InlineData("yuv444p", 13, 1, 1, 1)]
    [InlineData("gbrp", 13, 1, 54, 44)]
    [InlineData("gray16le", 1, 2, 3, 4)]
    [InlineData("rgb24", 5, 5, 31, 13)]
    [InlineData("bgra", 66, 44, 1, 1)]
    [InlineData("nv12", 6, 3, 41, 19)]
    [InlineData("p010le", 2, 5, 65, 40)]
    [InlineData("yuyv422", 4, 3, 62, 20)]
    public void A_copy_is_what_ffmpeg_cuts_out(string name, int x, int y, int width, int height)
    {
        Reference.SkipWithoutFFmpeg();
        PixelFormat format = PixelFormats.All.Single(known => known.Name == name);
        byte[] stored = new byte[format.PackedSize(Width, Height)];
        new Random(1).NextBytes(stored);
        foreach (bool isBottomUp in new[] { false, true })
        {
            using Shown shown = new(format, stored, new CropRectangle(x, y, width, height), isBottomUp);
            byte[] copy = new byte[shown.View.VisibleSize + 1];
            copy[^1] = 77;
            shown.View.CopyTo(copy);
            Assert.Equal(ReadStatus.Ok, shown.View.Validate());
            Assert.Equal(77, copy[^1]);
            Assert.Equal(Crop(name, stored, $"crop={width}:{height}:{x}:{y}:exact=1"), copy[..^1]);
        }
    }

    [Fact]
    public void A_chroma_sample_that_is_partly_visible_is_among_them()
    {
        PixelFormat format = PixelFormats.All.Single(known => known.Name == "nv12");
        byte[] stored = [.. Enumerable.Range(0, (int)format.PackedSize(Width, Height)).Select(at => (byte)at)];
        using Shown shown = new(format, stored, new CropRectangle(3, 5, 4, 3), false);
        Assert.Equal(stored.AsSpan((5 * Width) + 3, 4), shown.View.GetVisibleRow(0, 0));

        // Pixels 3 to 6 begin in the second pair, lines 5 to 7 in the third.
        Assert.Equal(stored.AsSpan((Width * Height) + (2 * 2 * 34) + 2, 4), shown.View.GetVisibleRow(1, 0));
        Assert.Equal((3, 2), (shown.View.Geometry.GetVisibleRowCount(0), shown.View.Geometry.GetVisibleRowCount(1)));
        Assert.Equal((3 * 4) + (2 * 4), shown.View.VisibleSize);
        Assert.Throws<ArgumentOutOfRangeException>(() => shown.View.GetVisibleRow(0, 3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => shown.View.GetVisibleRow(1, -1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => shown.View.GetVisibleRow(2, 0).Length);
    }

    [Theory]
    [InlineData("yuyv422", 3, 0)]
    [InlineData("y210le", 1, 0)]
    [InlineData("bayer_bggr8", 3, 0)]
    [InlineData("bayer_rggb8", 2, 1)]
    public void An_edge_inside_a_sample_is_refused(string name, int x, int y)
    {
        PixelFormat format = PixelFormats.All.Single(known => known.Name == name);
        using Shown shown = new(format, new byte[format.PackedSize(Width, Height)], new CropRectangle(x, y, 8, 8), false);
        Assert.False(shown.View.Geometry.HasVisibleRows);
        Assert.Contains($"pixel {x}, {y}", Assert.Throws<NotSupportedException>(() => shown.View.VisibleSize).Message);
        Assert.Throws<NotSupportedException>(() => shown.View.GetVisibleRow(0, 0).Length);
        Assert.Throws<NotSupportedException>(() => shown.View.CopyTo(new byte[100_000]));
        using Shown even = new(format, new byte[format.PackedSize(Width, Height)], new CropRectangle(2, 2, 8, 8), false);
        Assert.True(even.View.Geometry.HasVisibleRows);
    }

    [Fact]
    public void A_format_that_is_not_known_and_a_place_that_is_too_small_are_refused()
    {
        using Shown strange = new(null, new byte[Width * Height], new CropRectangle(0, 0, 8, 8), false);
        Assert.Contains("is not in the table", Assert.Throws<NotSupportedException>(() => strange.View.CopyTo(new byte[100_000])).Message);
        PixelFormat grey = PixelFormats.All.Single(known => known.Name == "gray");
        using Shown shown = new(grey, new byte[Width * Height], new CropRectangle(0, 0, 8, 8), false);
        Assert.Contains("64 bytes", Assert.Throws<ArgumentException>(() => shown.View.CopyTo(new byte[63])).Message);
    }

    [Fact]
    public void No_crop_at_all_is_the_whole_picture()
    {
        PixelFormat format = PixelFormats.All.Single(known => known.Name == "yuv420p");
        byte[] stored = new byte[format.PackedSize(Width, Height)];
        new Random(2).NextBytes(stored);
        using Shown shown = new(format, stored, default, false);
        Assert.Equal(new CropRectangle(0, 0, Width, Height), shown.View.Metadata.Crop);
        byte[] copy = new byte[shown.View.VisibleSize];
        shown.View.CopyTo(copy);
        Assert.Equal(stored, copy);
    }

    private static byte[] Crop(string format, byte[] stored, string filter)
    {
        using TempFolder folder = new();
        File.WriteAllBytes(folder.File("in"), stored);
        using Process ffmpeg = Process.Start("ffmpeg", [
            "-nostdin", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", format, "-video_size", $"{Width}x{Height}", "-i", folder.File("in"),
            "-vf", filter, "-pix_fmt", format, "-f", "rawvideo", folder.File("out")]);
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
        return File.ReadAllBytes(folder.File("out"));
    }

    // One frame in a ring of its own; a view is asked for anew each time, because it cannot be a field.
    private sealed class Shown : IDisposable
    {
        private readonly FrameRingWriter _writer;
        private readonly FrameRingReader _reader;

        internal Shown(PixelFormat? format, byte[] stored, CropRectangle crop, bool isBottomUp)
        {
            string name = Rings.NewName();
            _writer = FrameRingWriter.Create(new FrameRingWriterOptions { Name = name, SlotCount = 2, SlotSize = stored.Length, HugePages = HugePagePolicy.Off });
            Assert.Equal(ClaimStatus.Ok, _writer.TryClaim(stored.Length, out SlotClaim claim));
            FrameMetadata metadata = new() { CodedWidth = Width, CodedHeight = Height, Crop = crop, PlaneCount = format?.PlaneCount ?? 1, BytesUsed = stored.Length };
            metadata.Format = format?.FourCC ?? FourCC.Parse("????");
            long offset = 0;
            for (int plane = 0; plane < (format?.PlaneCount ?? 0); plane++)
            {
                int row = (int)format!.RowBytes(plane, Width);
                int rows = format.Rows(plane, Height);
                for (int line = 0; line < rows; line++)
                {
                    int at = isBottomUp ? rows - 1 - line : line;
                    stored.AsSpan((int)offset + (line * row), row).CopyTo(claim.Data[((int)offset + (at * row))..]);
                }

                metadata.SetPlane(plane, isBottomUp ? new PlaneLayout(offset + ((rows - 1L) * row), -row) : new PlaneLayout(offset, row));
                offset += (long)row * rows;
            }

            Assert.Equal(1ul, claim.Publish(metadata));
            _reader = Rings.Attach(name);
        }

        internal FrameView View
        {
            get
            {
                Assert.Equal(ReadStatus.Ok, _reader.TryRead(1, out FrameView view));
                return view;
            }
        }

        public void Dispose()
        {
            _reader.Dispose();
            _writer.Dispose();
        }
    }
}
