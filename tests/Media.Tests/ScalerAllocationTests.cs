using FrameRing.Formats;
using FrameRing.Media.Colour;
using FrameRing.Media.Pictures;
using FrameRing.Media.Scaling;
using FrameRing.Reading;

namespace FrameRing.Media.Tests;

/// <summary>Every way through the scaler allocates nothing on the managed heap while frames keep their shape.</summary>
public class ScalerAllocationTests
{
    public static TheoryData<string, ColourTransfer, ColourMatrix, int> Ways => new()
    {
        { "yuv420p", ColourTransfer.Bt709, ColourMatrix.Bt709, 4 },
        { "yuv420p10le", ColourTransfer.Smpte2084, ColourMatrix.Bt2020NonConstant, 160 },
        { "yuv420p10le", ColourTransfer.HybridLogGamma, ColourMatrix.Bt2020NonConstant, 4 },
        { "gbrp10le", ColourTransfer.Smpte2084, ColourMatrix.Rgb, 160 },
        { "yuv444p", ColourTransfer.Unspecified, ColourMatrix.YCgCo, 160 },
        { "bgra", ColourTransfer.Unspecified, ColourMatrix.Rgb, 160 },
        { "yuva420p", ColourTransfer.Smpte2084, ColourMatrix.Bt709, 320 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Nothing_is_allocated(string format, ColourTransfer transfer, ColourMatrix matrix, int width)
    {
        using SolidFrames frames = new(format, 320, 240);
        using FrameScaler scaler = new(ScalingQuality.Fine, ToneMapping.Auto);
        using Picture picture = new(new PictureSize(width, 3));
        FrameView view = frames.Repeat([100, 1], metadata => metadata with { Transfer = transfer, Matrix = matrix });
        scaler.Scale(view, picture);
        scaler.Scale(view, picture);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int frame = 0; frame < 100; frame++)
        {
            scaler.Scale(view, picture);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
