using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Producer.Sources.Cameras;

namespace FrameRing.Camera.Tests;

/// <summary>Every format, both ways out of the driver: byte for byte what v4l2-ctl gets.</summary>
[Collection(VividCollection.Name)]
public class FormatTests : CameraTests
{
    private const int Width = 320;
    private const int Height = 180;

    private static readonly string[] s_single =
    [
        "NV12", "NV21", "NV16", "NV24", "YU12", "YV12", "422P", "YUYV", "UYVY", "YVYU", "RGB3", "BGR3", "AR24", "XB24", "BX24", "RGBP", "RGBO", "GREY", "Y10 ", "Y12 ", "Y16 ", "RGGB",
    ];

    private static readonly string[] s_split = ["NV12", "NM12", "NM21", "NM16", "YM12", "YM21", "YM16", "YM61", "YM24", "YM42", "YUYV", "GREY"];

    public static TheoryData<string, string, bool> Cases()
    {
        TheoryData<string, string, bool> cases = [];
        foreach (bool copied in (bool[])[false, true])
        {
            Array.ForEach(s_single, format => cases.Add(Vivid.All, format, copied));
            Array.ForEach(s_split, format => cases.Add(Vivid.MultiPlanar, format, copied));
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pictures_are_those_that_another_program_gets(string camera, string format, bool copied)
    {
        byte[] expected = Vivid.Picture(camera, format, Width, Height);
        using CameraRun run = new(new CameraOptions { Path = camera, Format = FourCC.Parse(format), Size = (Width, Height), FrameRate = new Rational(50, 1), Io = copied ? IoMethod.Mapped : IoMethod.UserPointer });
        for (int i = 0; i < 3; i++)
        {
            FrameMetadata metadata = run.Next(out byte[] picture);
            Assert.Equal((Width, Height), (metadata.CodedWidth, metadata.CodedHeight));
            Assert.Equal(copied ? TransferPath.Copied : TransferPath.Direct, metadata.Path);
            Assert.Equal(CaptureClock.Monotonic, metadata.CaptureClock);
            Assert.True(expected.AsSpan().SequenceEqual(InOrder(format, picture)), $"frame {i} differs: {Where(expected, InOrder(format, picture))}");
        }

        Assert.Equal(copied ? 0UL : run.Statistics.Published, run.Statistics.Direct);
    }

    [Theory]
    [InlineData(HugePagePolicy.Off, PageTier.Normal)]
    [InlineData(HugePagePolicy.Require2M, PageTier.Huge2M)]
    public void The_driver_writes_into_slots_on_any_pages(HugePagePolicy policy, PageTier tier)
    {
        byte[] expected = Vivid.Picture(Vivid.All, "NV12", 1280, 720);
        using HugePages pages = HugePages.Reserve(16);
        using CameraRun run = new(new CameraOptions { Path = Vivid.All, Format = FourCC.Parse("NV12"), Size = (1280, 720), Io = IoMethod.UserPointer }, policy);
        for (int i = 0; i < 20; i++)
        {
            run.Next(out byte[] picture);
            Assert.True(expected.AsSpan().SequenceEqual(picture), $"frame {i} differs: {Where(expected, picture)}");
        }

        Assert.Equal(tier, run.Reader.PageTier);
        Assert.Equal(0UL, run.Statistics.Copied);
        Assert.Equal(0UL, run.Statistics.Dropped);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_allocated_per_frame(bool copied)
    {
        using CameraRun run = new(new CameraOptions { Path = Vivid.All, Format = FourCC.Parse("NV12"), Size = (Width, Height), FrameRate = new Rational(50, 1), Io = copied ? IoMethod.Mapped : IoMethod.UserPointer });
        run.WaitFor(() => run.Statistics.Published >= 120, "120 frames");
        Assert.Equal(0, run.Allocated);
    }

    [Fact]
    public void A_driver_that_refuses_memory_of_others_is_copied_from()
    {
        byte[] expected = Vivid.Picture(Vivid.Picky, "NV12", Width, Height);
        using CameraRun run = new(new CameraOptions { Path = Vivid.Picky, Format = FourCC.Parse("NV12"), Size = (Width, Height) });
        FrameMetadata metadata = run.Next(out byte[] picture);
        Assert.Equal(TransferPath.Copied, metadata.Path);
        Assert.True(expected.AsSpan().SequenceEqual(picture));
        Assert.Contains("one copy per frame", run.Description, StringComparison.Ordinal);
        Assert.Equal(0UL, run.Statistics.Direct);
    }

    [Fact]
    public void Slots_that_are_demanded_of_such_a_driver_are_an_error()
    {
        CommandLine.Errors.ToolException e = Assert.Throws<CommandLine.Errors.ToolException>(() => new CameraSource(new CameraOptions { Path = Vivid.Picky, Io = IoMethod.UserPointer }, CancellationToken.None));
        Assert.Contains("does not fill memory of others", e.Message, StringComparison.Ordinal);
    }

    // The ring's planes are Y, Cb, Cr; where the driver puts Cr first the halves change places.
    private static byte[] InOrder(string format, byte[] picture)
    {
        if (format is not ("YV12" or "YM21" or "YM61" or "YM42"))
        {
            return picture;
        }

        int luma = Width * Height;
        int chroma = (picture.Length - luma) / 2;
        return [.. picture[..luma], .. picture[(luma + chroma)..], .. picture[luma..(luma + chroma)]];
    }

    private static string Where(byte[] expected, byte[] picture) =>
        FormattableString.Invariant($"{expected.Length} and {picture.Length} bytes, the same up to {expected.AsSpan().CommonPrefixLength(picture)}");
}
