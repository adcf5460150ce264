using System.ComponentModel;
using System.Diagnostics;

namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>The readers of interop/: the one in C, compiled once with every warning an error, and the one in Python.</summary>
public sealed class ForeignReaders : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("framering-interop-").FullName;

    public ForeignReaders()
    {
        HasPython = TryRun("python3", ["--version"]) is (0, _);
        if (TryRun("gcc", ["--version"]) is not (0, _))
        {
            return;
        }

        (int code, string output) = TryRun("gcc", ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-o", Program, Tool.PathOf("interop", "c", "framering-read.c")])!.Value;
        Assert.True(code == 0, output);
        HasC = true;
    }

    public bool HasC { get; }

    public bool HasPython { get; }

    private string Program => Path.Combine(_folder, "framering-read");

    internal void SkipUnlessPresent()
    {
        Assert.SkipUnless(HasC, "gcc is not installed; install it with: sudo apt-get install gcc libc6-dev");
        Assert.SkipUnless(HasPython, "python3 is not installed; install it with: sudo apt-get install python3");
    }

    internal Tool C(params string[] arguments) => new(Program, arguments);

    internal Tool Python(params string[] arguments) => new("/usr/bin/env", ["python3", Tool.PathOf("interop", "python", "framering.py"), .. arguments]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (int Code, string Output)? TryRun(string program, string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output.Result + errors);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
