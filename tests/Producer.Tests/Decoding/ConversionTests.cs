using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Sources.Files;

namespace FrameRing.Producer.Tests.Decoding;

/// <summary>Pixel formats that the ring has no code for.</summary>
public sealed unsafe class ConversionTests
{
    private const int Width = 328;
    private const int Height = 242;

    [Theory]
    [InlineData("yuv444p14le", "yuv444p16le")]
    [InlineData("yuv422p14le", "yuv422p16le")]
    [InlineData("yuv420p10be", "yuv420p10le")]
    [InlineData("gbrp9le", "gbrp10le")]
    [InlineData("gbrp14le", "gbrp16le")]
    [InlineData("gray14le", "gray16le")]
    public void Words_of_other_bits_keep_every_value_apart(string from, string to)
    {
        // Both have one word per sample in the same order, so a value is lost exactly if two become one or one becomes two.
        Dictionary<ushort, ushort> seen = [];
        Convert(from, to, (source, frame) =>
        {
            for (int i = 0; i < source.Length; i += 2)
            {
                ushort before = BitConverter.ToUInt16(source, i);
                ushort after = BitConverter.ToUInt16(frame, i);
                Assert.Equal(after, seen.GetValueOrDefault(before, after));
                seen[before] = after;
            }
        });
        Assert.Equal(seen.Count, seen.Values.Distinct().Count());
        Assert.True(seen.Count > 100);
    }

    [Fact]
    public void Black_and_white_become_black_and_white() => Convert("monob", "gray", (source, frame) =>
    {
        for (int i = 0; i < frame.Length; i++)
        {
            // Rows of 328 pixels are whole bytes.
            Assert.Equal((source[i / 8] >> (7 - (i % 8)) & 1) * 255, frame[i]);
        }
    });

    [Fact]
    public void Grey_with_alpha_becomes_luma_and_alpha_unchanged() => Convert("ya8", "yuva420p", (source, frame) =>
    {
        int alpha = frame.Length - (Width * Height);
        for (int i = 0; i < Width * Height; i++)
        {
            Assert.Equal(source[2 * i], frame[i]);
            Assert.Equal(source[(2 * i) + 1], frame[alpha + i]);
        }
    });

    [Theory]
    [InlineData("yuva444p12le", "rgba64le")]
    [InlineData("xyz12le", "rgb48le")]
    public void What_has_no_equal_goes_into_the_nearest_that_has_the_bits(string from, string to) =>
        Convert(from, to, (_, frame) => Assert.Contains(frame, value => value != 0), isLossless: false);

    private static void Convert(string from, string to, Action<byte[], byte[]> compare, bool isLossless = true)
    {
        Reference.SkipWithoutFFmpeg();
        string file = Path.GetTempFileName();
        try
        {
            Reference.FFmpeg("-f", "lavfi", "-i", $"testsrc2=size={Width}x{Height}", "-frames:v", "1", "-pix_fmt", from, "-f", "rawvideo", file);
            using SourceRun run = new(new FileSourceOptions
            {
                Input = file,
                Format = "rawvideo",
                FormatOptions = [new("video_size", $"{Width}x{Height}"), new("pixel_format", from)],
            });
            Assert.Contains($"converted from {from} to {to}{(isLossless ? ":" : ", the nearest format")}", run.Description);
            byte[]? picture = null;
            run.PublishAll((metadata, slot) => picture = Pack(metadata, slot));
            Assert.Equal(1UL, run.Statistics.Copied);
            compare(File.ReadAllBytes(file), picture!);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static byte[] Pack(in FrameMetadata metadata, nint slot)
    {
        Assert.True(PixelFormats.TryGet(metadata.Format, out PixelFormat? format));
        using MemoryStream picture = new();
        for (int plane = 0; plane < metadata.PlaneCount; plane++)
        {
            PlaneLayout layout = metadata.GetPlane(plane);
            for (int row = 0; row < format.Rows(plane, Height); row++)
            {
                picture.Write(new ReadOnlySpan<byte>((byte*)slot + layout.Offset + ((long)row * layout.Stride), (int)format.RowBytes(plane, Width)));
            }
        }

        return picture.ToArray();
    }
}
