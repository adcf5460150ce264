using System.Globalization;
using FrameRing.Text;
using Tmds.Linux;

namespace FrameRing.Trust;

/// <summary>
/// A process that cannot be mistaken for another: its number, and when it started in clock ticks since boot (proc_pid_stat(5), field
/// 22), because numbers are used again.
/// </summary>
/// <param name="Pid">Process number.</param>
/// <param name="StartTime">Clock ticks since boot; 0 if it could not be read.</param>
internal readonly record struct ProcessIdentity(int Pid, ulong StartTime)
{
    private const int LongestCommand = 4096;

    // linux/sched.h. The kernel sets it for a thread before it takes back what the process has done to semaphores.
    private const uint PF_EXITING = 0x4;

    internal static ProcessIdentity Current { get; } = Of(Environment.ProcessId);

    /// <summary>The process that has a number now.</summary>
    internal static ProcessIdentity Of(int pid)
    {
        try
        {
            return new(pid, Read(pid).StartTime);
        }
        catch (IOException)
        {
            return new(pid, 0);
        }
    }

    /// <summary>Whether no process has a number; 0 stands for one that this PID namespace does not see and that may live. Allocates nothing.</summary>
    internal static bool IsOver(int pid) => pid > 0 && LibC.kill(pid, 0) != 0 && LibC.errno == LibC.ESRCH;

    /// <summary>
    /// Whether any thread of it still runs code of its own. One that is ending does not, and a process that has ended stays in the list until its
    /// parent has asked for its result, which can be never. In another PID namespace the number means another process: then the answer is no.
    /// </summary>
    internal bool IsAlive
    {
        get
        {
            try
            {
                return StartTime != 0 && Read(Pid) is var (isRunning, startTime) && startTime == StartTime && (isRunning || HasRunningThread(Pid));
            }
            catch (IOException)
            {
                // This process is short of something and cannot tell. Who is taken for dead by mistake loses its ring or its readers.
                return true;
            }
        }
    }

    /// <summary>The effective user; null if there is no such process.</summary>
    internal uint? EffectiveUid
    {
        get
        {
            try
            {
                // "Uid:" real, effective, saved, file system; proc_pid_status(5). The owner of the folder can be root for other reasons.
                string? line = File.ReadLines($"/proc/{Pid}/status").FirstOrDefault(text => text.StartsWith("Uid:", StringComparison.Ordinal));
                return line is null ? null : uint.Parse(line.Split('\t')[2], CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
            {
                return null;
            }
        }
    }

    /// <summary>Its command line for people; null if it has ended or cannot be seen from here.</summary>
    internal string? Command => IsAlive ? ReadCommand(Pid) : null;

    /// <summary>The command line of a process without its secrets, else as it is, so nothing to print as it is; null if there is no such process.</summary>
    internal static string? ReadCommand(int pid)
    {
        try
        {
            string text = SecretMask.OfCommandLine(PrintableText.FromUtf8(ReadBeginning($"/proc/{pid}/cmdline")).TrimEnd('\0').Split('\0')).Trim();
            return text.Length > 0 ? text : PrintableText.FromUtf8(File.ReadAllBytes($"/proc/{pid}/comm")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A stranger's can be megabytes long. An argument that would be cut is left out: half a secret is one too.
    private static ReadOnlySpan<byte> ReadBeginning(string path)
    {
        byte[] bytes = new byte[LongestCommand];
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length < bytes.Length ? bytes.AsSpan(0, length)
            : bytes.AsSpan().LastIndexOf((byte)0) is > 0 and int end ? (byte[])[.. bytes.AsSpan(0, end), 0, .. "..."u8]
            : "..."u8;
    }

    // The first thread can be over before the others.
    private static bool HasRunningThread(int pid)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{pid}/task").Any(thread => Read($"{thread}/stat").IsRunning);
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException && !IsShortage(e)))
        {
            return false;
        }
    }

    // The number of the error is in the HResult.
    private static bool IsShortage(Exception e) => e.HResult == LibC.EMFILE || e.HResult == LibC.ENFILE || e.HResult == LibC.ENOMEM;

    private static (bool IsRunning, ulong StartTime) Read(int pid) => Read($"/proc/{pid}/stat");

    // Fields 3 (state), 9 (flags) and 22 (start time) of proc_pid_stat(5).
    private static (bool IsRunning, ulong StartTime) Read(string path)
    {
        try
        {
            // The second field is the command in brackets and may hold anything, so count from the last bracket.
            string stat = File.ReadAllText(path);
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            bool isOver = fields[0] is "Z" or "X" or "x" || (uint.Parse(fields[6], CultureInfo.InvariantCulture) & PF_EXITING) != 0;
            return (!isOver, ulong.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when ((e is IOException && !IsShortage(e)) || e is UnauthorizedAccessException or FormatException or OverflowException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            return default;
        }
    }
}
