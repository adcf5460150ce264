namespace FrameRing.CommandLine.Errors;

/// <summary>The library's errors in the words of the tools: which option or command is the remedy. The library itself knows no tool.</summary>
public static class RemedyOptions
{
    /// <summary>Says what an error says, with the option that helps in brackets at its end.</summary>
    /// <param name="error">The error. Of others than the library's the message alone.</param>
    /// <param name="tool">The tool that met it.</param>
    /// <returns>One line.</returns>
    public static string Describe(Exception error, string tool) =>
        error is FrameRingException refusal && Find(refusal, tool == "producer") is { } option ? $"{error.Message.TrimEnd('.')} ({option})." : error.Message;

    private static string? Find(FrameRingException error, bool isProducer) => error.Error switch
    {
        FrameRingError.WriterActive when isProducer && Names(error, "another name") => "--ring",
        FrameRingError.OutOfMemory when isProducer => "--slots",

        // At a producer it is a device, or a ring that it does not make itself.
        FrameRingError.AccessDenied when !isProducer && Names(error, "group") => "--mode and --group of the producer",
        FrameRingError.NotOffered => Names(error, "with leases") ? "--leases, or --delivery lossless" : "--delivery lossless",
        FrameRingError.Untrusted when error.UserId is { } user => $"--owner {user}",
        FrameRingError.Untrusted or FrameRingError.Corrupt or FrameRingError.IncompatibleVersion or FrameRingError.ForeignObject
            when Names(error, "remove it.") || Names(error, "remove the ring") => "ringctl rm NAME",
        _ => null,
    };

    private static bool Names(FrameRingException error, string remedy) => error.Remedy?.Contains(remedy, StringComparison.OrdinalIgnoreCase) == true;
}
