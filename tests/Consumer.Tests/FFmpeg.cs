using System.Diagnostics;

namespace FrameRing.Consumer.Tests;

/// <summary>The ffmpeg that is installed: what the consumer's output is compared with.</summary>
internal static class FFmpeg
{
    internal static void Require() =>
        Reference.SkipWithoutFFmpeg();

    internal static byte[] Run(params string[] arguments) => Start("ffmpeg", ["-nostdin", "-y", "-loglevel", "error", .. arguments]);

    internal static string Probe(params string[] arguments) => System.Text.Encoding.ASCII.GetString(Start("ffprobe", ["-loglevel", "error", .. arguments]));

    private static byte[] Start(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        using Timer watchdog = new(_ => process.Kill(), null, TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors.Result}");
        return output.ToArray();
    }
}
