namespace FrameRing.Consumer.Tests.Thumbnails;

/// <summary>
/// High dynamic range and wide gamuts look as ffmpeg's zscale (zimg) and <c>tonemap=hable</c> make them, on a ramp and patches that fill the
/// range of code values and leave the gamut of BT.709.
/// </summary>
public class ToneMappingTests
{
    // In code values of 8 bits; see docs/decisions.md.
    private const double MostMean = 0.1;
    private const int MostMax = 2;

    private const string Exact = "agamma=0";

    // Rows: grey, orange tones, patches, all hues. No filter swings out of 0 to 1 here: there zimg counts on, beyond 10,000 cd/m2.
    private const string Patches =
        "nullsrc=s=256x144:r=10,format=gbrp10le,geq="
        + "r='if(lt(Y,72),90+X*3,if(lt(Y,108),if(mod(floor(X/32),2),700,300),90+X*3))'"
        + ":g='if(lt(Y,36),90+X*3,if(lt(Y,72),90+X*2,if(lt(Y,108),if(mod(floor(X/64),2),650,200),760-X*2)))'"
        + ":b='if(lt(Y,36),90+X*3,if(lt(Y,72),90+X,if(lt(Y,108),if(gt(X,127),600,150),90+X)))'";

    private static readonly string s_highToUsual =
        $"zscale=t=linear:npl=100:{Exact},format=gbrpf32le,zscale=p=bt709:{Exact},tonemap=tonemap=hable:desat=0:peak=10,zscale=t=bt709:m=gbr:r=pc:{Exact},format=gbrp";

    public static TheoryData<string, string, string, string> Signals => new()
    {
        { "bt2020", "smpte2084", "yuv444p10le", s_highToUsual },
        { "bt2020", "smpte2084", "yuv420p10le", s_highToUsual },
        { "bt2020", "smpte2084", "yuv422p12le", s_highToUsual },
        { "bt709", "smpte2084", "yuv444p10le", s_highToUsual },
        { "bt2020", "arib-std-b67", "yuv444p10le", s_highToUsual },
        { "bt2020", "arib-std-b67", "yuv420p10le", s_highToUsual },
        { "bt2020", "bt2020-10", "yuv444p10le", $"zscale=p=bt709:t=bt709:m=gbr:r=pc:{Exact},format=gbrp" },
        { "bt2020", "bt709", "yuv420p", $"zscale=p=bt709:t=bt709:m=gbr:r=pc:{Exact},format=gbrp" },
        { "smpte432", "iec61966-2-1", "yuv444p10le", $"zscale=p=bt709:m=gbr:r=pc:{Exact},format=gbrp" },
        { "smpte432", "bt709", "yuv444p10le", $"zscale=p=bt709:m=gbr:r=pc:{Exact},format=gbrp" },
        { "smpte431", "bt709", "yuv444p10le", $"zscale=p=bt709:m=gbr:r=pc:{Exact},format=gbrp" },
    };

    [Theory]
    [MemberData(nameof(Signals))]
    public void A_picture_is_the_one_of_zscale_and_tonemap(string primaries, string transfer, string format, string filter)
    {
        using ThumbnailRun run = new();
        string clip = Make(run, primaries, transfer, format);
        foreach (int width in new[] { 256, 100, 16 })
        {
            Assert.True(run.Play(clip, "--count", "1", "--size", $"{width}", "--format", "png") == 0, run.Errors);
            Compare(Scaled(clip, width, Tags(primaries, transfer), filter), run.Pixels("0000000001.png"), MostMean, MostMax);
        }
    }

    [Fact]
    public void A_sample_of_HEVC_is_mapped()
    {
        FFmpeg.Require();
        using ThumbnailRun run = new();
        string clip = Tool.PathOf("samples", "media", "hevc-10bit.mp4");
        Assert.True(run.Play(clip, "--count", "1", "--size", "160", "--format", "png") == 0, run.Errors);
        Compare(Scaled(clip, 160, Tags("bt2020", "smpte2084"), s_highToUsual), run.Pixels("0000000001.png"), 0.3, 8);
    }

    [Theory]
    [InlineData("smpte2084")]
    [InlineData("arib-std-b67")]
    public void Switched_off_code_values_stay_what_they_are(string transfer)
    {
        using ThumbnailRun run = new();
        string clip = Make(run, "bt2020", transfer, "yuv444p10le");
        Assert.True(run.Play(clip, "--count", "1", "--size", "0", "--format", "png", "--tonemap", "off") == 0, run.Errors);
        byte[] expected = FFmpeg.Run("-i", clip, "-vf", "scale=in_color_matrix=bt2020:flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24", "-frames:v", "1", "-f", "rawvideo", "-");
        Compare(expected, run.Pixels("0000000001.png"), MostMean, MostMax);
    }

    [Theory]
    [InlineData("bt709", "bt709")]
    [InlineData("bt470bg", "bt470bg")]
    [InlineData("smpte170m", "smpte170m")]
    public void Usual_colours_are_left_alone(string primaries, string transfer)
    {
        using ThumbnailRun run = new();
        string clip = Make(run, primaries, transfer, "yuv420p");
        byte[][] pictures = [.. new[] { "auto", "off" }.Select(mapping =>
        {
            Assert.True(run.Play(clip, "--count", "1", "--size", "0", "--format", "png", "--tonemap", mapping) == 0, run.Errors);
            return run.Pixels("0000000001.png");
        })];
        Assert.Equal(pictures[0], pictures[1]);
    }

    [Fact]
    public void Red_green_and_blue_of_16_bits_are_mapped_too()
    {
        using ThumbnailRun run = new();
        string clip = Make(run, "bt2020", "smpte2084", "gbrp10le");
        foreach (int width in new[] { 256, 100 })
        {
            Assert.True(run.Play(clip, "--count", "1", "--size", $"{width}", "--format", "png") == 0, run.Errors);
            byte[] expected = FFmpeg.Run(
                "-i", clip, "-vf", $"scale={width}:-1:flags=bicubic+accurate_rnd+full_chroma_int,format=gbrp16le,setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=gbr:range=pc,{s_highToUsual},format=rgb24",
                "-frames:v", "1", "-f", "rawvideo", "-");
            Compare(expected, run.Pixels("0000000001.png"), 1, 6);
        }
    }

    private static string Make(ThumbnailRun run, string primaries, string transfer, string format)
    {
        FFmpeg.Require();
        string clip = Path.Combine(run.Folder, "clip.mkv");
        string colours = format.StartsWith("gbr", StringComparison.Ordinal)
            ? $"format={format},setparams=color_primaries={primaries}:color_trc={transfer}"
            : $"scale=out_color_matrix=bt2020:out_range=tv:flags=accurate_rnd+full_chroma_int+full_chroma_inp,format={format},"
                + Tags(primaries, transfer);

        // What a filter of an lavfi input says of colours is lost.
        FFmpeg.Run("-f", "lavfi", "-i", Patches, "-vf", colours, "-frames:v", "2", "-c:v", "ffv1", clip);
        return clip;
    }

    private static string Tags(string primaries, string transfer) => $"setparams=color_primaries={primaries}:color_trc={transfer}:colorspace=bt2020nc:range=tv";

    // Scaled first, by the same scaler, so that only the colours are compared.
    private static byte[] Scaled(string clip, int width, string tags, string filter)
    {
        string scale = $"scale={width}:-1:flags=bicubic+accurate_rnd+full_chroma_int,format=yuv444p16le";
        return FFmpeg.Run("-i", clip, "-vf", $"{scale},{tags},{filter},format=rgb24", "-frames:v", "1", "-f", "rawvideo", "-");
    }

    private static void Compare(byte[] expected, byte[] actual, double mostMean, int mostMax)
    {
        Assert.Equal(expected.Length, actual.Length);
        int[] differences = [.. expected.Zip(actual, (a, b) => Math.Abs(a - b))];
        Assert.True(differences.Average() <= mostMean && differences.Max() <= mostMax, $"mean {differences.Average():0.000}, max {differences.Max()}");
    }
}
