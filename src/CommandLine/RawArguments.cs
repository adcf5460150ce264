using FrameRing.CommandLine.Streams;
using FrameRing.Text;

namespace FrameRing.CommandLine;

/// <summary>
/// Arguments that are no valid UTF-8, such as the name of a file in Latin-1. The runtime hands each odd byte on as U+FFFD; here they
/// come back as the kernel has them, in the form of <see cref="PrintableText.FromUtf8"/>.
/// </summary>
internal static class RawArguments
{
    private const char Replacement = '\ufffd';

    /// <summary>Puts the bytes back.</summary>
    /// <param name="arguments">What the runtime has made of the command line.</param>
    /// <returns>The same where all is valid.</returns>
    internal static string[] Complete(string[] arguments)
    {
        if (!arguments.Any(static argument => argument.Contains(Replacement)))
        {
            return arguments;
        }

        try
        {
            return Complete(arguments, StandardStreams.ArgumentsOf(File.ReadAllBytes("/proc/self/cmdline")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return arguments;
        }
    }

    /// <param name="arguments">What the runtime has made of them.</param>
    /// <param name="whole">The whole command line, with the program before the arguments.</param>
    internal static string[] Complete(string[] arguments, List<byte[]> whole)
    {
        // Who renames a process may have written over them.
        int before = whole.Count - arguments.Length;
        return before < 0 ? arguments : [.. arguments.Select((argument, index) => argument.Contains(Replacement) ? PrintableText.FromUtf8(whole[before + index]) : argument)];
    }
}
