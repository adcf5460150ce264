using System.Diagnostics;
using Xunit;

namespace FrameRing.Testing.Tools;

/// <summary>What the ffmpeg command makes of a file, and what our tools make of it.</summary>
public static class Reference
{
    public static void SkipWithoutFFmpeg() =>
        Assert.SkipUnless(File.Exists("/usr/bin/ffmpeg"), "ffmpeg is not installed; install it with: sudo apt-get install ffmpeg");

    /// <summary>Runs ffmpeg to its end and returns its standard output.</summary>
    public static string FFmpeg(params string[] arguments) => Run("ffmpeg", ["-nostdin", "-y", "-loglevel", "error", .. arguments]);

    /// <summary>Runs ffprobe to its end and returns its standard output.</summary>
    public static string FFprobe(params string[] arguments) => Run("ffprobe", ["-loglevel", "error", .. arguments]);

    /// <summary>Publishes with those arguments to one hashing consumer, which gets every frame however busy the machine is.</summary>
    public static (string Hashes, string Json, string Errors) Publish(params string[] arguments)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", [.. arguments, "--ring", ring, "--delivery", "lossless", "--wait-readers", "1", "--json"]);
        using Tool consumer = new("consumer", "framemd5", ring, "--start", "oldest", "--lossless");
        (int code, string hashes, string errors) = consumer.Finish();
        Assert.True(code == 0, errors);
        (code, string json, errors) = producer.Finish();
        Assert.True(code == 0, errors);
        return (hashes, json, errors);
    }

    /// <summary>The lines of frames, with their time stamps.</summary>
    public static string[] Frames(string framemd5) =>
        [.. framemd5.Split('\n').Where(line => line.StartsWith("0, ", StringComparison.Ordinal))];

    /// <summary>The hashes alone.</summary>
    public static string[] Hashes(string framemd5) => [.. Frames(framemd5).Select(line => line[(line.LastIndexOf(' ') + 1)..])];

    /// <summary>All lines but the one that names the program.</summary>
    public static string Lines(string framemd5) =>
        string.Join('\n', framemd5.Split('\n').Where(line => !line.StartsWith("#software", StringComparison.Ordinal)));

    /// <summary>Whether some frames are frames of the whole, in the same order.</summary>
    public static bool IsPartOf(string[] some, string[] whole)
    {
        int next = 0;
        foreach (string frame in some)
        {
            next = Array.IndexOf(whole, frame, next) + 1;
            if (next == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static string Run(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
