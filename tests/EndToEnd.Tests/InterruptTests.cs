using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FrameRing.EndToEnd.Tests;

/// <summary>Input that says nothing: the first stop signal ends the wait for it, and the end is a clean one.</summary>
public class InterruptTests
{
    private static readonly string s_stream = Tool.PathOf("samples", "media", "size-change.ts");

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_server_that_never_answers_is_left_at_once(string signal)
    {
        IgnoredSignals.SkipIfAny(signal == "INT" ? 2 : 15);
        using TcpListener listener = Listen(out string url);
        using Tool producer = new("producer", url, "--ring", Tool.NewRing(), "--json");
        using TcpClient connection = listener.AcceptTcpClient();
        producer.Signal(signal);
        (int code, string json, string errors) = producer.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("Stopped while opening", errors);
        Assert.Contains("\"frames\":0,", json);
    }

    [Fact]
    public void A_server_that_falls_silent_is_left_and_the_ring_ends()
    {
        using TcpListener listener = Listen(out string url);
        StopMidStream(url, () =>
        {
            TcpClient connection = listener.AcceptTcpClient();
            connection.GetStream().Write(Beginning());
            return connection;
        });
    }

    [Fact]
    public void A_pipe_that_falls_silent_is_left_and_the_ring_ends() => WithFifo(fifo => StopMidStream(fifo, () => new BackgroundWriter(fifo, Beginning())));

    [Fact]
    public void A_pipe_whose_writer_writes_nothing_is_left_at_once() => WithFifo(fifo =>
    {
        using Tool producer = new("producer", fifo, "--ring", Tool.NewRing());

        // Returns once the producer has opened the other end.
        using FileStream writer = OpenAndWrite(fifo, []);
        producer.Signal("TERM");
        (int code, _, string errors) = producer.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("Stopped while opening", errors);
    });

    [Fact]
    public void A_pipe_gives_the_frames_of_the_file()
    {
        Reference.SkipWithoutFFmpeg();
        string file = Tool.PathOf("samples", "media", "vfr-odd.mkv");
        string expected = Reference.FFmpeg("-i", file, "-f", "framemd5", "-");
        WithFifo(fifo =>
        {
            Task writing = Task.Run(() => OpenAndWrite(fifo, File.ReadAllBytes(file)).Dispose());
            (string hashes, _, _) = Reference.Publish(fifo, "--pace", "max", "--slots", "100", "-q");
            Assert.Equal(Reference.Frames(expected), Reference.Frames(hashes));
            writing.Wait();
        });
    }

    [Theory]
    [InlineData("-")]
    [InlineData("pipe:0")]
    [InlineData("/dev/stdin")]
    public void Standard_input_gives_the_frames_of_the_file(string input)
    {
        string file = Tool.PathOf("samples", "media", "vfr-odd.mkv");
        ProcessStartInfo start = new("sh", ["-c", $"cat '{file}' | '{Tool.Locate("producer")}' {input} --ring {Tool.NewRing()} --pace max -q --json"]) { RedirectStandardOutput = true };
        using Process shell = Process.Start(start)!;
        string json = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        Assert.Contains("\"frames\":81,", json);
    }

    [Fact]
    public void A_connection_that_breaks_is_a_failure_for_consumers_too()
    {
        using TcpListener listener = Listen(out string url);
        string ring = Tool.NewRing();
        using Tool producer = new("producer", url, "-timeout", "200000", "--ring", ring, "--wait-readers", "1", "--json", "-q");
        using TcpClient connection = listener.AcceptTcpClient();
        connection.GetStream().Write(Beginning());
        using Tool consumer = new("consumer", "framemd5", ring, "--start", "oldest");
        (int code, string hashes, string errors) = consumer.Finish();
        Assert.Equal(4, code);
        Assert.Contains("ended because its source failed", errors);
        Assert.NotEmpty(Reference.Frames(hashes));
        (code, string json, errors) = producer.Finish();
        Assert.Equal(1, code);
        Assert.Contains("ended early: Connection timed out", errors);
        Assert.DoesNotContain("\"frames\":0,", json);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("server")]
    public void What_cannot_go_back_cannot_be_repeated(string kind)
    {
        if (kind == "pipe")
        {
            WithFifo(fifo => Refuse(fifo, () => new BackgroundWriter(fifo, Beginning())));
            return;
        }

        using TcpListener listener = Listen(out string url);
        Refuse(url, () =>
        {
            TcpClient connection = listener.AcceptTcpClient();
            connection.GetStream().Write(Beginning());
            return connection;
        });

        static void Refuse(string input, Func<IDisposable> feed)
        {
            using Tool producer = new("producer", input, "--ring", Tool.NewRing(), "--loop", "1", "--format-option", "probesize=50000");
            using IDisposable source = feed();
            (int code, _, string errors) = producer.Finish();
            Assert.Equal(1, code);
            Assert.Contains("cannot be repeated", errors);
        }
    }

    // Half a second of video and no more: enough to know the streams.
    private static byte[] Beginning() => File.ReadAllBytes(s_stream)[..(188 * 800)];

    private static void StopMidStream(string input, Func<IDisposable> feed)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", input, "--ring", ring, "--format-option", "probesize=50000", "--wait-readers", "2", "--pace", "max", "--json");
        using IDisposable source = feed();
        using Tool witness = new("consumer", "framemd5", ring);
        using Tool first = new("consumer", "framemd5", ring, "-n", "3");
        (int code, _, string errors) = first.Finish();
        Assert.True(code == 0, errors);
        producer.Signal("TERM");
        (code, string json, errors) = producer.Finish();
        Assert.True(code == 0, errors);
        Assert.Contains("copies per frame", errors);
        Assert.DoesNotContain("\"frames\":0,", json);
        (code, _, errors) = witness.Finish();
        Assert.True(code == 0, errors);
    }

    private static TcpListener Listen(out string url)
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        url = $"tcp://{listener.LocalEndpoint}";
        return listener;
    }

    private static FileStream OpenAndWrite(string fifo, byte[] content)
    {
        FileStream writer = new(fifo, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        writer.Write(content);
        writer.Flush();
        return writer;
    }

    private static void WithFifo(Action<string> use)
    {
        string folder = Directory.CreateTempSubdirectory("framering-test-").FullName;
        try
        {
            string fifo = Path.Combine(folder, "fifo");
            using (Process mkfifo = Process.Start("mkfifo", [fifo]))
            {
                mkfifo.WaitForExit();
                Assert.Equal(0, mkfifo.ExitCode);
            }

            use(fifo);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Writes and then says nothing more, as long as it lives. Its reader may leave before it has read all.</summary>
    private sealed class BackgroundWriter : IDisposable
    {
        private readonly Task _writing;
        private FileStream? _writer;

        internal BackgroundWriter(string fifo, byte[] content) => _writing = Task.Run(() =>
        {
            try
            {
                _writer = new FileStream(fifo, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                _writer.Write(content);
            }
            catch (IOException)
            {
            }
        });

        public void Dispose()
        {
            _writing.Wait();
            _writer?.Dispose();
        }
    }
}
