using System.Diagnostics;

namespace FrameRing.Testing;

/// <summary>The C compiler, which knows the true layout of the system's structs.</summary>
public static class Cc
{
    private static readonly Lazy<bool> s_available = new(static () =>
    {
        try
        {
            return Run("gcc", ["--version"]).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    public const string MissingReason = "gcc is not installed; get it with: sudo apt-get install gcc libc6-dev";

    public static bool IsAvailable => s_available.Value;

    /// <summary>Compiles a file, every warning an error, without linking it.</summary>
    public static (bool Succeeded, string Output) Compile(string source)
    {
        using TempFolder folder = new();
        (int code, string output) = Run("gcc", ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-c", Write(folder, source), "-o", folder.File("snippet.o")]);
        return (code == 0, output);
    }

    /// <summary>Compiles and links a program of the repository.</summary>
    public static void Build(string source, string program)
    {
        (int code, string output) = Run("gcc", ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", source, "-o", program]);
        if (code != 0)
        {
            throw new InvalidOperationException($"gcc refused:\n{output}");
        }
    }

    /// <summary>Compiles, links and runs a program; its output is standard output and standard error together.</summary>
    public static (int ExitCode, string Output) CompileAndRun(string source)
    {
        using TempFolder folder = new();
        (int code, string output) = Run("gcc", ["-std=gnu11", "-Wall", "-Wextra", "-Werror", Write(folder, source), "-o", folder.File("snippet")]);
        return code == 0 ? Run(folder.File("snippet"), []) : throw new InvalidOperationException($"gcc refused:\n{output}");
    }

    private static string Write(TempFolder folder, string source)
    {
        string path = folder.File("snippet.c");
        File.WriteAllText(path, source);
        return path;
    }

    private static (int ExitCode, string Output) Run(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        using Timer watchdog = new(_ => process.Kill(), null, TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
