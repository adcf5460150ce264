using System.Diagnostics;
using System.Globalization;

namespace FrameRing.Camera.Tests;

/// <summary>
/// The kernel's test driver with three cameras: /dev/video0 has all inputs, /dev/video1 has its own API only (multi-planar), /dev/video2
/// refuses memory of others. Loaded once for all tests, removed at the end.
/// </summary>
public sealed class Vivid : IDisposable
{
    internal const string All = "/dev/video0";
    internal const string MultiPlanar = "/dev/video1";
    internal const string Picky = "/dev/video2";

    // Pictures that stay the same: no text with counters in them. Time stamps of the start of exposure, which lie in the past.
    private const string Still = "osd_text_mode=2,timestamp_source=1";

    public Vivid()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("GUEST_RESULTS") is not null, "needs the kernel's vivid driver: ./test --all runs it in a virtual machine");
        Load();
    }

    /// <summary>Loads the driver; all its cameras are as new.</summary>
    internal static void Load()
    {
        Run("modprobe", "vivid", "n_devs=3", "multiplanar=1,2,1", "allocators=0,0,1", "node_types=0x1,0x1,0x1");
        foreach (string camera in (string[])[All, MultiPlanar, Picky])
        {
            Control(camera, Still);
        }
    }

    /// <summary>Removes the driver. Somebody who just tries to open a dead device may be in the way for a moment.</summary>
    internal static void Unload()
    {
        long end = Environment.TickCount64 + 10_000;
        while (Try("rmmod", out string output, "vivid") != 0)
        {
            Assert.True(Environment.TickCount64 < end, output + Holders());
        }
    }

    internal static void Control(string camera, string values) => Run("v4l2-ctl", "-d", camera, "-c", values);

    /// <summary>Runs a program to its end and gives what it printed.</summary>
    internal static string Run(string program, params string[] arguments)
    {
        int code = Try(program, out string output, arguments);
        Assert.True(code == 0, string.Create(CultureInfo.InvariantCulture, $"{program} {string.Join(' ', arguments)} ended with {code}: {output}"));
        return output;
    }

    /// <summary>What another program gets of a camera: the bytes of one buffer.</summary>
    internal static byte[] Picture(string camera, string format, int width, int height)
    {
        string file = Path.GetTempFileName();
        try
        {
            Run("v4l2-ctl", "-d", camera, FormattableString.Invariant($"--set-fmt-video=width={width},height={height},pixelformat={format}"), "--stream-mmap", "--stream-count=1", $"--stream-to={file}");
            return File.ReadAllBytes(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Holders()
    {
        Try("sh", out string output, "-c", "lsmod | grep vivid; ls -l /proc/[0-9]*/fd 2>/dev/null | grep /dev/video; grep -l video /proc/[0-9]*/maps 2>/dev/null; ps ax | tail -20");
        return output;
    }

    private static int Try(string program, out string output, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        output = process.ExitCode == 0 ? output : output + errors.Result;
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("GUEST_RESULTS") is not null)
        {
            Unload();
        }
    }
}
