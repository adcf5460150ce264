using FrameRing.Text;

namespace FrameRing.Tests.Text;

/// <summary>Secrets on their way to people and logs.</summary>
public class SecretMaskTests
{
    [Theory]
    [InlineData("rtsp://user:secret@host:554/live?x=1", "rtsp://user:***@host:554/live?x=1")]
    [InlineData("Cannot open 'rtsp://user:secret@host/live': refused.", "Cannot open 'rtsp://user:***@host/live': refused.")]
    [InlineData("http://:secret@host", "http://:***@host")]
    [InlineData("http://u:p@ss@w0rd@host/a", "http://u:***@host/a")]
    [InlineData("http://u:a/b@host/c", "http://u:***@host/c")]
    [InlineData("http://u:@host", "http://u:***@host")]
    [InlineData("tls+rtsp://u:p@[::1]:80/a", "tls+rtsp://u:***@[::1]:80/a")]
    [InlineData("rtsp://a:one@h, rtsp://b:two@h", "rtsp://a:***@h, rtsp://b:***@h")]
    [InlineData("http://host:8080/clip@2x.mp4", "http://host:8080/clip@2x.mp4")]
    [InlineData("http://[::1]:80/a@b", "http://[::1]:80/a@b")]
    [InlineData("http://user@host/a", "http://user@host/a")]
    [InlineData("http://me@example.com:secret@host/a", "http://me@example.com:***@host/a")]
    [InlineData("http://host:80/a@b:c", "http://host:80/a@b:c")]
    [InlineData("mail to a@b about file:///x:y", "mail to a@b about file:///x:y")]
    public void A_password_in_a_url_is_hidden(string text, string shown) => Assert.Equal(shown, SecretMask.Of(text));

    [Theory]
    [InlineData("https://host/v.m3u8?token=abc&x=1", "https://host/v.m3u8?token=***&x=1")]
    [InlineData("https://h/?X-Amz-Signature=0a1b&X-Amz-Date=2026", "https://h/?X-Amz-Signature=***&X-Amz-Date=2026")]
    [InlineData("srt://host:9000?passphrase=abc&mode=caller", "srt://host:9000?passphrase=***&mode=caller")]
    [InlineData("decryption_key=00ff probesize=32", "decryption_key=*** probesize=32")]
    [InlineData("--password=abc", "--password=***")]
    [InlineData("Give it: decryption_key=<hex>.", "Give it: decryption_key=<hex>.")]
    [InlineData("decryption_key=<00ff", "decryption_key=***")]
    [InlineData("The option 'decryption_key' means nothing.", "The option 'decryption_key' means nothing.")]
    [InlineData("monkey=1 keyint=25 tokens", "monkey=1 keyint=25 tokens")]
    [InlineData("Authorization: Basic dXNlcjpwYXNz", "Authorization: ***")]
    [InlineData("[http] Cookie: a=b; c=d", "[http] Cookie: ***")]
    [InlineData("process 1 (x headers=Authorization: ***) already writes it. Stop it.", "process 1 (x headers=Authorization: ***) already writes it. Stop it.")]
    [InlineData("X-Api-Token: qqq", "X-Api-Token: ***")]
    [InlineData("?jwt=aa&loginpas=bb", "?jwt=***&loginpas=***")]
    [InlineData("Cannot open '/tmp/key=12.mp4'", "Cannot open '/tmp/key=12.mp4'")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_value_whose_name_says_secret_is_hidden(string? text, string shown) => Assert.Equal(shown, SecretMask.Of(text));

    [Theory]
    [InlineData("producer|-decryption_key|00ff|a.mp4", "producer -decryption_key *** a.mp4")]
    [InlineData("producer|--format-option|decryption_key=00 ff|a.mp4", "producer --format-option decryption_key=*** a.mp4")]
    [InlineData("producer|rtsp://u:two words'@host/a|--ring|key", "producer rtsp://u:***@host/a --ring key")]
    [InlineData("ffmpeg|-headers|Authorization: Bearer x y\r\nAccept: all|-i|http://h", "ffmpeg -headers Authorization: ***\r\nAccept: all -i http://h")]
    [InlineData("producer|a.mp4|--ring|t", "producer a.mp4 --ring t")]
    [InlineData("producer|http://h/v?password=p'q r&x=1", "producer http://h/v?password=***&x=1")]
    [InlineData("producer|rtsp://admin:it's@h/live", "producer rtsp://admin:***@h/live")]
    public void A_command_line_is_shown_without_its_secrets(string arguments, string shown) =>
        Assert.Equal(shown, SecretMask.OfCommandLine(arguments.Split('|')));

    [Fact]
    public void An_exception_does_not_repeat_a_secret()
    {
        FrameRingException e = new(FrameRingError.InvalidArgument, "Cannot open rtsp://u:secret@h", "password=secret", "Try http://u:secret@h");
        Assert.DoesNotContain("secret", e.Message + e.Operation + e.Cause + e.Remedy, StringComparison.Ordinal);
    }
}
