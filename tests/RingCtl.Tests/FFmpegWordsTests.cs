using FFmpeg.AutoGen;
using FrameRing.Formats;

namespace FrameRing.RingCtl.Tests;

/// <summary>The names that ringctl has for colours are FFmpeg's, every one.</summary>
public class FFmpegWordsTests
{
    [Fact]
    public void Colours_have_the_names_that_ffmpeg_gives_them()
    {
        Reference.SkipWithoutFFmpeg();
        for (byte value = 0; value < 32; value++)
        {
            Same(ffmpeg.av_color_primaries_name((AVColorPrimaries)value), "unknown", FFmpegWords.Of((ColourPrimaries)value), value);
            Same(ffmpeg.av_color_transfer_name((AVColorTransferCharacteristic)value), "unknown", FFmpegWords.Of((ColourTransfer)value), value);
            Same(ffmpeg.av_color_space_name((AVColorSpace)value), "unknown", FFmpegWords.Of((ColourMatrix)value), value);
            Same(ffmpeg.av_color_range_name((AVColorRange)value), "unknown", FFmpegWords.Of((ColourRange)value), value);
            Same(ffmpeg.av_chroma_location_name((AVChromaLocation)value), "unspecified", FFmpegWords.Of((ChromaLocation)value), value);
        }
    }

    // A number that FFmpeg has no name for is shown as a number.
    private static void Same(string? theirs, string notTold, string? ours, byte value) =>
        Assert.Equal(theirs is null ? $"{value}" : theirs == notTold ? null : theirs, ours);
}
