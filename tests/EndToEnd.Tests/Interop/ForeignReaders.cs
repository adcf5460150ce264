using System.ComponentModel;
using System.Diagnostics;

namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>The readers of interop/: the one in C, compiled once with every warning an error, and the one in Python. And a program that damages rings.</summary>
public sealed class ForeignReaders : IDisposable
{
    /// <summary>What theories take for both readers.</summary>
    internal const string InC = "C";

    internal const string InPython = "Python";

    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string _folder = Directory.CreateTempSubdirectory("framering-interop-").FullName;

    public ForeignReaders()
    {
        File.SetUnixFileMode(_folder, ForAll);
        HasPython = TryRun("python3", ["--version"]) is (0, _);
        PythonWithNumpy = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(python => TryRun(python, ["-c", "import numpy"]) is (0, _));
        if (TryRun("gcc", ["--version"]) is not (0, _))
        {
            return;
        }

        Compile("framering-read", "-std=c11", Tool.PathOf("interop", "c", "framering-read.c"));
        Compile("forge", "-std=gnu11", Tool.PathOf("tests", "EndToEnd.Tests", "Interop", "forge.c"), "-pthread");
        Compile("holds", "-std=c11", Tool.PathOf("tests", "EndToEnd.Tests", "Interop", "holds.c"));
        Compile("answers", "-std=c11", Tool.PathOf("tests", "EndToEnd.Tests", "Interop", "answers.c"), "-Wl,--wrap=syscall");
        Compile("requeue", "-std=gnu11", Tool.PathOf("tests", "Attackers", "requeue.c"));
        HasC = true;
    }

    public bool HasC { get; }

    public bool HasPython { get; }

    /// <summary>An interpreter that has numpy; null if none is installed.</summary>
    public string? PythonWithNumpy { get; }

    internal void SkipUnlessPresent()
    {
        Assert.SkipUnless(HasC, "gcc is not installed; install it with: sudo apt-get install gcc libc6-dev");
        Assert.SkipUnless(HasPython, "python3 is not installed; install it with: sudo apt-get install python3");
    }

    internal Tool C(params string[] arguments) => new(PathOf("framering-read"), arguments);

    /// <summary>The path of one of the programs that were compiled; any user may run it.</summary>
    internal string PathOf(string program) => Path.Combine(_folder, program);

    internal Tool Python(params string[] arguments) => Script("python3", Tool.PathOf("interop", "python", "framering.py"), arguments);

    /// <summary>A reader by its language.</summary>
    internal Tool In(string language, params string[] arguments)
    {
        SkipUnlessPresent();
        return language == InC ? C(arguments) : Python(arguments);
    }

    /// <summary>The command that starts a reader.</summary>
    internal string[] Command(string language, params string[] arguments)
    {
        SkipUnlessPresent();
        return language == InC ? [PathOf("framering-read"), .. arguments] : ["python3", "-B", Tool.PathOf("interop", "python", "framering.py"), .. arguments];
    }

    /// <summary>A Python program of somebody who uses the module.</summary>
    internal static Tool Script(string python, string path, params string[] arguments) => new("/usr/bin/env", [python, "-B", path, .. arguments]);

    /// <summary>Python code that can import the module.</summary>
    internal static Tool Code(string code, params string[] arguments) =>
        new("/usr/bin/env", ["python3", "-B", "-c", $"import sys; sys.path.insert(0, sys.argv[1]); import framering\n{code}", Tool.PathOf("interop", "python"), .. arguments]);

    /// <summary>A program in C that holds leases, as holds.c tells.</summary>
    internal Tool Holds(string ring, string kind) => new(Path.Combine(_folder, "holds"), ring, kind);

    /// <summary>A program in C that asks the header, as answers.c tells.</summary>
    internal Tool Answers(string ring, string kind) => new(PathOf("answers"), ring, kind);

    /// <summary>Changes what a ring says, as forge.c tells, until it is asked to end.</summary>
    internal Tool Forge(string ring, string kind)
    {
        Tool forge = new(Path.Combine(_folder, "forge"), ring, kind);
        forge.WaitForOutput("ready");
        return forge;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Compile(string name, string standard, string source, params string[] more)
    {
        string[] options = [standard, "-pedantic", "-O2", "-Wall", "-Wextra", "-Werror", $"-I{Tool.PathOf("interop", "c")}", .. more, "-o", PathOf(name), source];
        (int code, string output) = TryRun("gcc", options)!.Value;
        Assert.True(code == 0, output);
        File.SetUnixFileMode(PathOf(name), ForAll);
    }

    internal static (int Code, string Output)? TryRun(string program, string[] arguments)
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
