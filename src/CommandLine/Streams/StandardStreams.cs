using System.Runtime.InteropServices;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine.Interop;
using Tmds.Linux;

namespace FrameRing.CommandLine.Streams;

/// <summary>
/// Makes sure that 0, 1 and 2 are standard input, output and error. Where a process is started without one of them, the runtime takes
/// the free number for a pipe of its own before any of our code runs, and what is written to standard error would go into that pipe, or
/// into the next file that is opened.
/// </summary>
public static class StandardStreams
{
    private const int Output = 1;
    private const int Count = 3;

    private static int s_missing;

    /// <summary>
    /// Begins the process anew, with <c>/dev/null</c> (<c>/dev/full</c> for its output) in place of the streams it was not given; does nothing if it was given all. The first
    /// thing that a tool does.
    /// </summary>
    /// <param name="tool">The tool's name, which begins every message.</param>
    public static void Complete(string tool)
    {
        for (int number = 0; number < Count; number++)
        {
            s_missing |= IsGiven(number) ? 0 : 1 << number;
        }

        if (s_missing != 0)
        {
            // Comes back only if nothing has been changed; then nothing is written to what is missing.
            BeginAnew(tool);
        }
    }

    /// <summary>Whether a stream can be written to: it was given to the process, and not for reading alone.</summary>
    internal static bool IsWritable(int number) =>
        !IsMissing(number) && Descriptors.fcntl(number, Descriptors.F_GETFL, 0) is >= 0 and int flags && (flags & Descriptors.O_ACCMODE) != Descriptors.O_RDONLY;

    /// <summary>The columns of a stream's terminal; 0 if it has none, or nobody has told it. <see cref="Console"/> writes to a terminal to find out, and waits.</summary>
    internal static unsafe int FindWidth(int number)
    {
        Terminals.winsize size;
        return Terminals.ioctl(number, Terminals.TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
    }

    private static bool IsMissing(int number) => (s_missing & (1 << number)) != 0;

    // What a process inherits is never marked to be closed by execve(2); all that the runtime opens for itself is.
    private static bool IsGiven(int number) =>
        Descriptors.fcntl(number, Descriptors.F_GETFD, 0) is >= 0 and int flags && (flags & Descriptors.FD_CLOEXEC) == 0;

    /// <summary>The arguments of a command line. The last one need not be ended: who renames a process may write over it.</summary>
    internal static List<byte[]> ArgumentsOf(byte[] commandLine)
    {
        List<byte[]> arguments = [];
        for (int begin = 0; begin < commandLine.Length;)
        {
            int end = Array.IndexOf(commandLine, (byte)0, begin);
            end = end < 0 ? commandLine.Length : end;
            arguments.Add(commandLine[begin..end]);
            begin = end + 1;
        }

        return arguments;
    }

    private static void BeginAnew(string tool)
    {
        List<byte[]> arguments;
        try
        {
            // As bytes: an argument need not be valid text.
            arguments = ArgumentsOf(File.ReadAllBytes("/proc/self/cmdline"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }

        Span<int> devices = stackalloc int[Count];
        if (Environment.ProcessPath is not { } program || !TryOpenDevices(devices))
        {
            return;
        }

        // From here on the pipes are gone by which the runtime hears signals: this process can begin anew or end, and nothing else.
        int error = PutInPlace(devices);
        error = error == 0 ? Execute(program, arguments) : error;
        StandardError.WriteLine($"{tool}: error: Cannot begin anew with /dev/null in place of the standard streams that are closed: {Marshal.GetPInvokeErrorMessage(error)}. Give the tool all three, if only /dev/null.");
        LibC._exit(ExitCodes.Failure);
    }

    // In place of standard output a device that takes nothing, and only for reading: writing fails, also by the name /dev/stdout.
    private static bool TryOpenDevices(Span<int> devices)
    {
        devices.Fill(-1);
        bool areOpen = true;
        for (int number = 0; number < Count && areOpen; number++)
        {
            if (IsMissing(number))
            {
                devices[number] = Descriptors.open(number == Output ? "/dev/full" : "/dev/null", number > Output ? Descriptors.O_WRONLY : Descriptors.O_RDONLY);
                areOpen = devices[number] >= 0;
            }
        }

        foreach (int device in areOpen ? [] : devices)
        {
            _ = device < 0 ? 0 : Descriptors.close(device);
        }

        return areOpen;
    }

    private static int PutInPlace(ReadOnlySpan<int> devices)
    {
        // A device may lie where another one belongs, if the runtime did not take that number.
        for (int number = 0; number < Count; number++)
        {
            if (devices[number] >= 0 && devices[number] != number && Descriptors.dup2(devices[number], number) < 0)
            {
                return Marshal.GetLastPInvokeError();
            }
        }

        foreach (int device in devices)
        {
            _ = device < Count ? 0 : Descriptors.close(device);
        }

        return 0;
    }

    private static unsafe int Execute(string program, List<byte[]> arguments)
    {
        byte[] text = [.. arguments.SelectMany(static argument => argument.Append((byte)0))];
        nint[] list = new nint[arguments.Count + 1];
        fixed (byte* start = text)
        fixed (nint* pointers = list)
        {
            for (int index = 0, begin = 0; index < arguments.Count; begin += arguments[index++].Length + 1)
            {
                list[index] = (nint)(start + begin);
            }

            _ = Descriptors.execv(program, (byte**)pointers);
            return Marshal.GetLastPInvokeError();
        }
    }
}
