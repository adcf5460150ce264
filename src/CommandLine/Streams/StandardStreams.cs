using FrameRing.CommandLine.Interop;

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
    public static void Complete()
    {
        for (int number = 0; number < Count; number++)
        {
            s_missing |= IsGiven(number) ? 0 : 1 << number;
        }

        if (s_missing != 0)
        {
            // Comes back only if it cannot be done; then nothing is written to what is missing.
            BeginAnew();
        }
    }

    /// <summary>Whether a stream can be written to: it was given to the process, and not for reading alone.</summary>
    internal static bool IsWritable(int number) =>
        (s_missing & (1 << number)) == 0 && Descriptors.fcntl(number, Descriptors.F_GETFL, 0) is >= 0 and int flags && (flags & Descriptors.O_ACCMODE) != Descriptors.O_RDONLY;

    // What a process inherits is never marked to be closed by execve(2); all that the runtime opens for itself is.
    private static bool IsGiven(int number) =>
        Descriptors.fcntl(number, Descriptors.F_GETFD, 0) is >= 0 and int flags && (flags & Descriptors.FD_CLOEXEC) == 0;

    private static unsafe void BeginAnew()
    {
        byte[] commandLine;
        try
        {
            // As bytes: an argument need not be valid text.
            commandLine = File.ReadAllBytes("/proc/self/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }

        List<nint> arguments = [];
        fixed (byte* start = commandLine)
        {
            for (int begin = 0, end; begin < commandLine.Length; begin = end + 1)
            {
                end = Array.IndexOf(commandLine, (byte)0, begin);
                arguments.Add((nint)(start + begin));
            }

            arguments.Add(0);
            fixed (nint* list = arguments.ToArray())
            {
                if (Environment.ProcessPath is { } program && PutNullInPlace())
                {
                    _ = Descriptors.execv(program, (byte**)list);
                }
            }
        }
    }

    // In place of standard output a device that takes nothing, and only for reading: writing fails, also by the name /dev/stdout.
    private static bool PutNullInPlace()
    {
        for (int number = 0; number < Count; number++)
        {
            if ((s_missing & (1 << number)) == 0)
            {
                continue;
            }

            int descriptor = Descriptors.open(number == Output ? "/dev/full" : "/dev/null", number > Output ? Descriptors.O_WRONLY : Descriptors.O_RDONLY);
            if (descriptor >= 0 && descriptor != number)
            {
                _ = Descriptors.dup2(descriptor, number);
                _ = Descriptors.close(descriptor);
            }

            if (!IsGiven(number))
            {
                return false;
            }
        }

        return true;
    }
}
