using System.Globalization;
using FrameRing.Text;

namespace FrameRing.Lifecycle;

/// <summary>
/// A process that cannot be mistaken for another: its number, and when it started in clock ticks since boot (proc_pid_stat(5), field
/// 22), because numbers are used again.
/// </summary>
/// <param name="Pid">Process number.</param>
/// <param name="StartTime">Clock ticks since boot; 0 if it could not be read.</param>
internal readonly record struct ProcessIdentity(int Pid, ulong StartTime)
{
    internal static ProcessIdentity Current { get; } = new(Environment.ProcessId, ReadStartTime(Environment.ProcessId));

    internal bool IsAlive => StartTime != 0 && ReadStartTime(Pid) == StartTime;

    /// <summary>The command line of a process as it is, so nothing to print as it is; null if there is no such process.</summary>
    internal static string? ReadCommand(int pid)
    {
        try
        {
            string text = PrintableText.FromUtf8(File.ReadAllBytes($"/proc/{pid}/cmdline")).Replace('\0', ' ').Trim();
            return text.Length > 0 ? text : PrintableText.FromUtf8(File.ReadAllBytes($"/proc/{pid}/comm")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ulong ReadStartTime(int pid)
    {
        try
        {
            // The second field is the command in brackets and may hold anything, so count from the last bracket.
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return ulong.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return 0;
        }
    }
}
