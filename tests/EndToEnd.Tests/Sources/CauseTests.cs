using System.Text;

namespace FrameRing.EndToEnd.Tests.Sources;

/// <summary>What cannot be opened or decoded is answered with what FFmpeg knows of it and with what helps.</summary>
public sealed class CauseTests : MediaFolder
{
    private const string Key = "76a6c65c5ea762046bd749a2e632ccbb";

    private static readonly string[] s_video = ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=8", "-c:v", "mpeg4", "-q:v", "2"];
    private static readonly string[] s_short = ["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=1", "-c:v", "libx264"];

    [Fact]
    public void A_file_without_its_index_is_told_in_FFmpegs_words()
    {
        string file = Make("x.mp4", s_video);
        using (FileStream stream = File.OpenWrite(file))
        {
            stream.SetLength(stream.Length / 2);
        }

        Refused($"Cannot open '{file}': Invalid data found when processing input; FFmpeg says: [mov,mp4,m4a,3gp,3g2,mj2] moov atom not found.", Produce(file));
    }

    [Fact]
    public void An_index_at_the_end_of_a_pipe_is_told_with_what_helps()
    {
        string file = Make("x.mp4", s_video);
        Refused("The index of the file is at its end, and a pipe cannot go back from there: give the file itself, or make it with 'ffmpeg -movflags +faststart'.", Pipe($"cat '{file}' | PRODUCER", "-"));
        string fast = Make("y.mp4", "-i", file, "-c", "copy", "-movflags", "+faststart");
        Assert.Contains("\"frames\":200,", Pipe($"cat '{fast}' | PRODUCER", "-").Json);
    }

    [Fact]
    public void A_list_that_is_not_trusted_is_told_with_the_option()
    {
        string file = Make("x.mp4", s_short);
        string list = PathOf("list.txt");
        File.WriteAllText(list, $"file '{file}'\nfile '{file}'\n");
        (int, string, string) result = Produce("-f", "concat", list);
        Refused("FFmpeg says: [concat] Unsafe file name", result);
        Refused("add --format-option safe=0.", result);
        Assert.Contains("\"frames\":50,", Produce("-f", "concat", list, "--format-option", "safe=0").Json);
    }

    [Fact]
    public void A_codec_that_FFmpeg_does_not_know_is_named_by_its_letters()
    {
        string file = Make("x.mp4", s_short);
        byte[] bytes = File.ReadAllBytes(file);
        Encoding.ASCII.GetBytes("vvc1").CopyTo(bytes, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes("avc1\0\0")));
        File.WriteAllBytes(file, bytes);
        Refused("have no decoder for 'vvc1', the codec of", Produce(file));
    }

    [Fact]
    public void An_animated_WebP_is_named_as_what_it_may_be()
    {
        string file = Make("x.webp", "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=5:duration=1", "-c:v", "libwebp_anim", "-loop", "0");
        (int, string, string) result = Produce(file);
        Refused($"The size of the pictures of '{file}' (webp) is not known to FFmpeg 5.1", result);
        Refused("It may be an animation", result);
    }

    [Fact]
    public void An_encrypted_video_is_told_and_its_key_opens_it()
    {
        string file = Make("x.mp4", [.. s_short, "-encryption_scheme", "cenc-aes-ctr", "-encryption_key", Key, "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8"]);
        Refused("is encrypted, and there is no key for it. Give the key: --format-option decryption_key=<hex>.", Produce(file));
        Assert.Contains("\"frames\":25,", Produce(file, "--format-option", $"decryption_key={Key}").Json);
    }

    [Fact]
    public void A_missing_file_is_no_error_of_FFmpegs() =>
        Refused($"Cannot open '{PathOf("no.mp4")}': No such file or directory.\n", Produce(PathOf("no.mp4")));

    private static void Refused(string part, (int Code, string Json, string Errors) result)
    {
        Assert.Equal(1, result.Code);
        Assert.Contains(part, result.Errors);
    }
}
