using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace FrameRing.EndToEnd.Tests;

/// <summary>Passwords and keys of a producer's command line, where others may look or a log is kept.</summary>
public class SecretTests
{
    private const string Secret = "000102030405060708090a0b0c0d0e0f";

    [Fact]
    public void Ringctl_and_a_second_producer_hide_the_key_of_the_first()
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", Tool.PathOf("samples", "media", "scenes.mp4"), "--loop", "-1", "--format-option", "decryption_key=" + Secret, "--ring", ring, "-q");
        JsonElement info = RingState.WaitFor(ring, found => found.GetProperty("writer_command").ValueKind == JsonValueKind.String);
        Assert.Contains("decryption_key=***", info.GetProperty("writer_command").GetString());
        foreach (string[] look in new string[][] { ["ringctl", "info", ring], ["ringctl", "info", ring, "--json"], ["ringctl", "list"], ["ringctl", "list", "--json"], ["producer", "pattern:64x32@30", "--ring", ring] })
        {
            using Tool tool = new(look[0], look[1..]);
            (_, string output, string errors) = tool.Finish();
            Assert.DoesNotContain(Secret, output + errors);
        }

        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
    }

    [Theory]
    [InlineData("fatal")]
    [InlineData("trace")]
    public async Task A_server_that_refuses_has_no_password_repeated(string level)
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        int port = ((IPEndPoint)server.LocalEndpoint).Port;
        using Tool producer = new("producer", $"http://user:{Secret}@127.0.0.1:{port}/clip.mp4?token={Secret}", "-v", level, "--ring", Tool.NewRing());
        string request = await RefuseAsync(server);
        (int code, string output, string errors) = producer.Finish();

        // It was sent, or the test would prove nothing.
        Assert.Contains("token=" + Secret, request);
        Assert.Equal(1, code);
        Assert.Contains("user:***@127.0.0.1", errors);
        Assert.DoesNotContain(Secret, output + errors);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.ASCII.GetBytes($"user:{Secret}")), errors);
    }

    [Fact]
    public void A_command_line_of_any_length_is_shown_in_part()
    {
        string ring = Tool.NewRing();
        using Tool producer = Tool.Start("/bin/bash", TimeSpan.FromSeconds(60), "-c", $"exec -a \"$(head -c 100000 /dev/zero | tr '\\0' a)\" '{Tool.Locate("producer")}' pattern:64x32@30 --ring {ring} -q");
        JsonElement info = RingState.WaitFor(ring, found => found.GetProperty("writer_command").ValueKind == JsonValueKind.String);
        Assert.True(info.GetProperty("writer_command").GetString()!.Length <= 4200);
        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
    }

    [Theory]
    [InlineData("http://user:SECRET@127.0.0.1:PORT")]
    [InlineData("http://me@example.com:SECRET@127.0.0.1:PORT/live?token=abc/def/SECRET")]
    public async Task A_playing_address_is_named_without_its_secrets(string address)
    {
        byte[] clip = await File.ReadAllBytesAsync(Tool.PathOf("samples", "media", "size-change.ts"), TestContext.Current.CancellationToken);
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        string url = address.Replace("SECRET", Secret, StringComparison.Ordinal).Replace("PORT", $"{((IPEndPoint)server.LocalEndpoint).Port}", StringComparison.Ordinal);
        string ring = Tool.NewRing();
        using Tool producer = new("producer", url, "--ring", ring, "--wait-readers", "1");
        using (TcpClient client = await server.AcceptTcpClientAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token))
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nContent-Length: {clip.Length}\r\n\r\n"), TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync(clip, TestContext.Current.CancellationToken);
            producer.WaitForError("Waiting for 1 reader");
        }

        using Tool info = new("ringctl", "info", ring);
        (int code, string output, string errors) = info.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("127.0.0.1", output);
        producer.AskToEnd();
        (_, string summary, string said) = producer.Finish();
        Assert.Contains("127.0.0.1", said);
        Assert.DoesNotContain(Secret, output + errors + summary + said);
    }

    // Blanks in a password are no end of it, wherever the parser or FFmpeg puts the address into a sentence.
    [Theory]
    [InlineData(2, "scenes.mp4", "rtsp://user:SE CRET@camera/stream")]
    [InlineData(2, "scenes.mp4", "--format-option", "decryption_key=SE CRET", "another")]
    [InlineData(2, "rtsp://user:SE CRET@camera/stream", "--rnig")]
    [InlineData(1, "nosuch://user:SE CRET@camera/stream")]
    [InlineData(2, "scenes.mp4", "--loop=rtsp://user:SE CRET@camera/stream")]
    [InlineData(1, "nosuch://user:p@SE CRET@camera/stream")]
    public void A_password_with_blanks_is_quoted_by_no_error(int expected, params string[] arguments)
    {
        using Tool producer = new("producer", [.. arguments, "--ring", Tool.NewRing()]);
        (int code, _, string errors) = producer.Finish();
        Assert.True(code == expected, errors);
        Assert.DoesNotContain("CRET", errors);
    }

    private static async Task<string> RefuseAsync(TcpListener server)
    {
        StringBuilder requests = new();
        using CancellationTokenSource watchdog = new(TimeSpan.FromSeconds(60));

        // Without a password first, then with it.
        foreach (string answer in new[] { "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"", "404 Not Found" })
        {
            using TcpClient client = await server.AcceptTcpClientAsync(watchdog.Token);
            using StreamReader reader = new(client.GetStream());
            while (await reader.ReadLineAsync(watchdog.Token) is { Length: > 0 } line)
            {
                requests.AppendLine(line);
            }

            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), watchdog.Token);
            if (requests.ToString().Contains("Authorization", StringComparison.Ordinal))
            {
                break;
            }
        }

        return requests.ToString();
    }
}
