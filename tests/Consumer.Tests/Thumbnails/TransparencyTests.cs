namespace FrameRing.Consumer.Tests.Thumbnails;

/// <summary>Frames with alpha: PNG and WebP keep it, JPEG and sheets have a ground, and what transparent pixels hide comes out nowhere.</summary>
public class TransparencyTests
{
    // Hidden pink on the left, half lime in the middle, opaque blue on the right, all the way down.
    private const string Thirds =
        "nullsrc=s=96x64:r=10,format=rgba,geq=r='if(lt(X,32),255,0)':g='if(lt(X,32),20,if(lt(X,64),255,0))':b='if(lt(X,32),147,if(lt(X,64),0,255))':a='if(lt(X,32),0,if(lt(X,64),128,255))'";

    private static readonly (int, int, int) s_white = (255, 255, 255);
    private static readonly (int, int, int) s_black = (0, 0, 0);
    private static readonly (int, int, int) s_blue = (0, 0, 255);

    [Theory]
    [InlineData("mov", "qtrle", "argb")]
    [InlineData("mov", "png", "rgba")]
    [InlineData("mov", "png", "rgba64be")]
    [InlineData("apng", "apng", "rgba")]
    [InlineData("gif", "gif", "bgra")]
    [InlineData("nut", "ffv1", "bgra")]
    public void A_png_of_the_same_size_has_exactly_the_pixels_of_ffmpeg(string container, string codec, string format)
    {
        using ThumbnailRun run = new();
        string clip = Make(run, container, codec, format, filter: ",noise=alls=90:all_seed=3,format=rgba");
        Assert.True(run.Play(clip, "--count", "1", "--size", "0", "--format", "png") == 0, run.Errors);
        Assert.Equal(Expected(clip), run.Pixels("0000000001.png", "rgba"));
    }

    [Theory]
    [InlineData("webm", "libvpx-vp9", "yuva420p", "--decoder", "libvpx-vp9")]
    [InlineData("webm", "libvpx", "yuva420p", "--decoder", "libvpx")]
    [InlineData("nut", "ffv1", "yuva444p")]
    [InlineData("nut", "ffv1", "yuva444p10le")]
    [InlineData("nut", "ffv1", "gbrap")]
    public void A_png_of_other_formats_is_near_the_one_of_ffmpeg(string container, string codec, string format, params string[] decoder)
    {
        using ThumbnailRun run = new();
        string clip = Make(run, container, codec, format);
        Assert.True(Play(run, clip, decoder, "--size", "0", "--format", "png") == 0, run.Errors);
        byte[] expected = decoder.Length == 0 ? Expected(clip) : FFmpeg.Run("-c:v", decoder[1], "-i", clip, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgba", "-");
        byte[] actual = run.Pixels("0000000001.png", "rgba");
        Assert.Equal(expected.Length, actual.Length);
        for (int index = 0; index < actual.Length; index += 4)
        {
            // Chroma of the edges is nobody's; alpha is not computed.
            bool isEdge = index / 4 % 96 is (> 28 and < 36) or (> 60 and < 68);
            for (int component = 0; component < (isEdge ? 0 : 4); component++)
            {
                Assert.InRange(actual[index + component] - expected[index + component], -3, 3);
            }

            Assert.InRange(actual[index + 3] - expected[index + 3], -1, 1);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("48")]
    [InlineData("9")]
    public void A_webp_keeps_the_alpha(string size)
    {
        using ThumbnailRun run = new();
        string clip = Make(run, "mov", "png", "rgba");
        Assert.True(run.Play(clip, "--count", "1", "--size", size, "--format", "webp") == 0, run.Errors);
        (int R, int G, int B, int A)[] row = MiddleRow(run.Pixels("0000000001.webp", "rgba"), int.Parse(size) is > 0 and int width ? width : 96);
        Assert.Equal(0, row[0].A);
        Assert.Equal(128, row[row.Length / 2].A);
        Assert.Equal(255, row[^1].A);
        Assert.InRange(row[row.Length / 2].G, 235, 255);
        Assert.InRange(row[row.Length / 2].R, 0, 20);
    }

    [Theory]
    [InlineData("png", "48")]
    [InlineData("png", "13")]
    [InlineData("png", "200")]
    public void A_smaller_png_has_none_of_the_hidden_colours(string format, string size)
    {
        using ThumbnailRun run = new();
        string clip = Make(run, "mov", "png", "rgba");
        Assert.True(run.Play(clip, "--count", "1", "--size", size, "--format", format) == 0, run.Errors);
        (int R, int G, int B, int A)[] row = MiddleRow(run.Pixels($"0000000001.{format}", "rgba"), int.Parse(size));
        Assert.All(row, pixel => Assert.True(pixel.R == 0, $"{pixel} has something of the pink that is hidden"));
        Assert.Equal((0, 0, 0, 0), row[0]);
        Assert.Equal((0, 255, 0, 128), row[row.Length / 2]);
        Assert.Equal((0, 0, 255, 255), row[^1]);
    }

    [Theory]
    [InlineData("jpeg", "jpg", new string[0], 0, 128)]
    [InlineData("jpeg", "jpg", new[] { "--background", "white" }, 127, 255)]
    [InlineData("jpeg", "jpg", new[] { "--background", "#FFFFFF" }, 127, 255)]
    [InlineData("png", "png", new[] { "--background", "white" }, 127, 255)]
    [InlineData("webp", "webp", new[] { "--background", "ffffff" }, 127, 255)]
    public void A_ground_is_behind_what_is_transparent(string format, string extension, string[] background, int red, int green)
    {
        using ThumbnailRun run = new();
        string clip = Make(run, "mov", "png", "rgba");
        Assert.True(run.Play(clip, ["--count", "1", "--size", "48", "--format", format, .. background]) == 0, run.Errors);
        (int R, int G, int B, int A)[] row = MiddleRow(run.Pixels($"0000000001.{extension}", "rgba"), 48);
        Assert.All(row, pixel => Assert.Equal(255, pixel.A));
        Near(background.Length == 0 ? s_black : s_white, row[4]);
        Near((red, green, red), row[24]);
        Near(s_blue, row[44]);
    }

    [Theory]
    [InlineData("png", new string[0], 0)]
    [InlineData("png", new[] { "--background", "white" }, 255)]
    [InlineData("webp", new string[0], 0)]
    [InlineData("jpeg", new string[0], 0)]
    public void Sheets_and_sprites_are_opaque_and_have_the_ground_behind_their_pictures(string format, string[] background, int ground)
    {
        using ThumbnailRun run = new();
        string clip = Make(run, "mov", "png", "rgba");
        Assert.True(run.Play(clip, ["--nth", "1", "--count", "2", "--size", "96", "--format", format, "--sheet", "2x1", "--sprites", "2x1", .. background]) == 0, run.Errors);
        string extension = format == "jpeg" ? "jpg" : format;
        (int, int, int) behind = (ground, ground, ground);
        (int, int, int) mixed = ground == 0 ? (0, 128, 0) : (127, 255, 127);

        // A gap of 6 around each tile and a header of 32.
        byte[] sheet = run.Pixels($"sheet-0001.{extension}", "rgba");
        const int SheetWidth = (2 * 96) + 18;
        (int R, int G, int B, int A)[] row = Row(sheet, SheetWidth, 32 + 6 + 20);
        Assert.All(row, pixel => Assert.Equal(255, pixel.A));
        Near((0x10, 0x10, 0x14), row[2]);
        Near(behind, row[6 + 10]);
        Near(mixed, row[6 + 48]);
        Near(s_blue, row[6 + 86]);
        Near(behind, row[96 + 12 + 10]);

        row = MiddleRow(run.Pixels($"sprites-0001.{extension}", "rgba"), 192);
        Near(behind, row[10]);
        Near(mixed, row[48]);
        Near(behind, row[96 + 10]);
    }

    [Theory]
    [InlineData(new string[0], 2, 3)]
    [InlineData(new[] { "--background", "white" }, 5, 0)]
    public void Transparent_is_as_black_as_its_ground(string[] background, int pictures, int black)
    {
        using ThumbnailRun run = new();
        string clip = Make(run, "mov", "png", "rgba", source: "color=white:s=64x48:r=10,format=rgba,geq=r=255:g=255:b=255:a='if(gt(N,2),255,0)'");
        Assert.True(run.Play(clip, ["--nth", "1", "--skip-black", "--format", "png", .. background]) == 0, run.Errors);
        Assert.Equal(pictures, run.Figure("pictures"));
        Assert.Equal(black, run.Figure("black_skipped"));
    }

    [Fact]
    public void Black_that_is_transparent_is_as_light_as_its_ground()
    {
        using ThumbnailRun run = new();
        string clip = Make(run, "mov", "png", "rgba", source: "color=black:s=64x48:r=10,format=rgba,colorchannelmixer=aa=0");
        Assert.True(run.Play(clip, "--nth", "1", "--skip-black", "--background", "white") == 0, run.Errors);
        Assert.Equal(5, run.Figure("pictures"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void Colours_that_are_hidden_are_no_scene(int alpha, int pictures)
    {
        using ThumbnailRun run = new();
        string clip = Make(run, "mov", "png", "rgba", source: $"color=black:s=64x48:r=10,format=rgba,geq=r='if(gt(N,2),255,0)':g='if(gt(N,2),255,0)':b=0:a={alpha * 255}");
        Assert.True(run.Play(clip, "--scene", "0.2") == 0, run.Errors);
        Assert.Equal(pictures, run.Figure("pictures"));
    }

    private static string Make(ThumbnailRun run, string container, string codec, string format, string source = Thirds, string filter = "")
    {
        FFmpeg.Require();
        string clip = Path.Combine(run.Folder, $"clip.{container}");
        FFmpeg.Run(["-f", "lavfi", "-i", $"{source}{filter}", "-frames:v", "5", "-c:v", codec, .. Options(codec), "-pix_fmt", format, clip]);
        return clip;
    }

    private static string[] Options(string codec) => codec.StartsWith("libvpx", StringComparison.Ordinal) ? ["-b:v", "4M", "-auto-alt-ref", "0"] : [];

    private static byte[] Expected(string clip)
    {
        // By way of a PNG file, as a user would.
        string png = clip + ".png";
        FFmpeg.Run("-i", clip, "-frames:v", "1", "-pix_fmt", "rgba", png);
        return FFmpeg.Run("-i", png, "-f", "rawvideo", "-pix_fmt", "rgba", "-");
    }

    private static int Play(ThumbnailRun run, string clip, string[] producer, params string[] options) =>
        run.Run([clip, .. producer], ["--start", "oldest", "--count", "1", .. options]);

    private static (int R, int G, int B, int A)[] MiddleRow(byte[] rgba, int width) => Row(rgba, width, rgba.Length / 4 / width / 2);

    private static (int R, int G, int B, int A)[] Row(byte[] rgba, int width, int y) =>
        [.. Enumerable.Range(y * width, width).Select(pixel => (rgba[4 * pixel] + 0, rgba[(4 * pixel) + 1] + 0, rgba[(4 * pixel) + 2] + 0, rgba[(4 * pixel) + 3] + 0))];

    // What JPEG and WebP do to colours.
    private static void Near((int R, int G, int B) expected, (int R, int G, int B, int A) actual) => Assert.True(
        Math.Abs(expected.R - actual.R) <= 12 && Math.Abs(expected.G - actual.G) <= 12 && Math.Abs(expected.B - actual.B) <= 12, $"{actual} is not {expected}");
}
