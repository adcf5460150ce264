using System.Globalization;
using System.Security.Cryptography;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Sources.Cameras;
using FrameRing.Reading;
using FrameRing.Testing.Cameras;
using FrameRing.V4L2.Formats;

namespace FrameRing.Producer.Tests.Sources.Cameras;

/// <summary>Cameras that compress: what is decoded into slots is what ffmpeg makes of the same bytes.</summary>
public sealed class CompressedTests : IDisposable
{
    private const int Count = 8;
    private const int Width = 320;
    private const int Height = 240;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    public CompressedTests() => Reference.SkipWithoutFFmpeg();

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public void Jpegs_are_decoded_into_slots()
    {
        (byte[][] pictures, string[] expected) = MakeJpegs();
        FakeCamera camera = Camera(number => number < Count ? new FakeFrame { Content = pictures[number] } : null);
        using FakeRun run = new(new FakeMachine(camera), new CameraOptions { Path = "/dev/video0", Size = (Width, Height) });
        for (int i = 0; i < Count; i++)
        {
            FrameMetadata metadata = run.Frame();
            Assert.Equal(TransferPath.Direct, metadata.Path);
            Assert.Equal(ColourRange.Full, metadata.Range);
            Assert.Equal((uint)i, metadata.DeviceSequence);
            Assert.Equal(expected[i], Hash(run));
        }

        Assert.Equal(0UL, run.Writer.Statistics.Copied);
        Assert.Contains("decoder mjpeg, decoding into slots", run.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_jpeg_may_say_how_it_is_shown()
    {
        (byte[][] pictures, _) = MakeJpegs();
        FakeCamera camera = Camera(number => number < Count ? new FakeFrame { Content = number % 2 == 0 ? pictures[number] : OrientedFiles.WithExif(pictures[number], 5) } : null);
        using FakeRun run = new(new FakeMachine(camera), new CameraOptions { Path = "/dev/video0", Size = (Width, Height) });
        for (int i = 0; i < Count; i++)
        {
            FrameMetadata metadata = run.Frame();
            Assert.Equal(i % 2 == 0 ? (Mirroring.None, 0) : (Mirroring.LeftRight, 270), (metadata.Mirroring, metadata.Rotation));
        }
    }

    [Fact]
    public void Half_a_jpeg_is_counted_and_not_decoded()
    {
        (byte[][] pictures, string[] expected) = MakeJpegs();
        FakeCamera camera = Camera(number => number switch
        {
            >= Count => null,
            2 => new FakeFrame { Content = pictures[2][..(pictures[2].Length / 2)] },
            4 => new FakeFrame { Content = [.. pictures[4], .. new byte[200]] },
            _ => new FakeFrame { Content = pictures[number] },
        });
        using FakeRun run = new(new FakeMachine(camera), new CameraOptions { Path = "/dev/video0", Size = (Width, Height) });
        for (int i = 0; i < Count; i++)
        {
            if (i != 2)
            {
                run.Frame();
                Assert.Equal(expected[i], Hash(run));
            }
        }

        Assert.Equal(1, run.Camera.ShortBuffers);
    }

    [Fact]
    public void A_stream_with_references_is_decoded_into_slots()
    {
        string file = Path.Combine(_folder.FullName, "camera.h264");
        Reference.FFmpeg("-f", "lavfi", "-i", $"testsrc2=size={Width}x{Height}:rate=10", "-frames:v", "40", "-c:v", "libx264", "-g", "10", "-bf", "0", "-bsf:v", "h264_metadata=aud=insert", "-f", "h264", file);
        string[] expected = Reference.Hashes(Reference.FFmpeg("-i", file, "-f", "framemd5", "-"));
        byte[][] pictures = AccessUnits(File.ReadAllBytes(file));
        Assert.Equal(40, pictures.Length);
        FakeCamera camera = new()
        {
            Formats = [new FakeFormat("H264", "H.264") { IsCompressed = true, Sizes = [FrameSizeRange.Single(Width, Height)] }],
            Frames = number => number < pictures.Length ? new FakeFrame { Content = pictures[number] } : null,
        };
        using FakeRun run = new(new FakeMachine(camera));
        for (int i = 0; i < pictures.Length; i++)
        {
            FrameMetadata metadata = run.Frame();
            Assert.Equal((TransferPath.Direct, (uint)i), (metadata.Path, metadata.DeviceSequence));
            Assert.Equal(expected[i], Hash(run));
        }

        Assert.Equal(0UL, run.Writer.Statistics.Copied);
    }

    [Fact]
    public void A_size_that_only_jpegs_have_chooses_them()
    {
        FakeCamera camera = Camera(_ => null);
        FakeRun small = new(new FakeMachine(camera), new CameraOptions { Path = "/dev/video0", Size = (160, 120) });
        Assert.Contains("YUYV 160x120", small.Description, StringComparison.Ordinal);
        small.Dispose();
        using FakeRun large = new(new FakeMachine(camera), new CameraOptions { Path = "/dev/video0", Size = (Width, Height) });
        Assert.Contains("MJPG 320x240", large.Description, StringComparison.Ordinal);
    }

    private static FakeCamera Camera(Func<int, FakeFrame?> frames) => new()
    {
        Formats =
        [
            new FakeFormat("MJPG", "Motion-JPEG") { IsCompressed = true, Sizes = [FrameSizeRange.Single(Width, Height), FrameSizeRange.Single(160, 120)] },
            new FakeFormat("YUYV", "YUYV 4:2:2") { Sizes = [FrameSizeRange.Single(160, 120)] },
        ],
        Frames = frames,
    };

    // A camera gives one picture in a buffer; here each begins with a delimiter (NAL unit of type 9).
    private static byte[][] AccessUnits(byte[] stream)
    {
        ReadOnlySpan<byte> delimiter = [0, 0, 0, 1, 9];
        List<int> starts = [];
        for (int at = stream.AsSpan().IndexOf(delimiter); at >= 0;)
        {
            starts.Add(at);
            int next = stream.AsSpan(at + 1).IndexOf(delimiter);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return [.. starts.Select((start, i) => stream[start..(i + 1 < starts.Count ? starts[i + 1] : stream.Length)])];
    }

    private static string Hash(FakeRun run)
    {
        Assert.Equal(ReadStatus.Ok, run.Reader.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view));
        Assert.True(PixelFormats.TryGet(view.Metadata.Format, out PixelFormat? format));
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        for (int plane = 0; plane < view.Metadata.PlaneCount; plane++)
        {
            for (int row = 0; row < format.Rows(plane, Height); row++)
            {
                hash.AppendData(view.GetRow(plane, row)[..(int)format.RowBytes(plane, Width)]);
            }
        }

        Assert.Equal(ReadStatus.Ok, view.Validate());
        return Convert.ToHexString(hash.GetHashAndReset()).ToLower(CultureInfo.InvariantCulture);
    }

    private (byte[][] Pictures, string[] Hashes) MakeJpegs()
    {
        string pattern = Path.Combine(_folder.FullName, "%d.jpg");
        Reference.FFmpeg("-f", "lavfi", "-i", $"testsrc2=size={Width}x{Height}:rate=10", "-frames:v", $"{Count}", "-pix_fmt", "yuvj422p", pattern);
        string hashes = Reference.FFmpeg("-start_number", "1", "-i", pattern, "-f", "framemd5", "-");
        return ([.. Enumerable.Range(1, Count).Select(i => File.ReadAllBytes(Path.Combine(_folder.FullName, $"{i}.jpg")))], Reference.Hashes(hashes));
    }
}
