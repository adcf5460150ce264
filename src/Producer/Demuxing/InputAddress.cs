namespace FrameRing.Producer.Demuxing;

/// <summary>What FFmpeg is to open for the input that the user named.</summary>
/// <param name="Url">Its name for FFmpeg.</param>
/// <param name="IsPipe">Whether it is a pipe, which cannot go back.</param>
/// <param name="IsFile">Whether it is a file of that very name.</param>
internal sealed record InputAddress(string Url, bool IsPipe, bool IsFile)
{
    private const string FilePrefix = "file:";

    /// <param name="input">What the user gave.</param>
    /// <param name="pipe">The input as a pipe; null if it is none.</param>
    internal static InputAddress Of(string input, PipeInput? pipe)
    {
        if (pipe is not null)
        {
            return new InputAddress(pipe.Url, true, false);
        }

        if (PipeInput.IsStandardInput(input))
        {
            return PipeInput.IsFileAtStart() ? new InputAddress(FilePrefix + PipeInput.StandardInput, false, true) : new InputAddress("pipe:0", true, false);
        }

        // Up to a colon FFmpeg takes a name for that of a protocol. What is there as a file is meant as one.
        bool isFile = File.Exists(input);
        return new InputAddress(isFile && input.Contains(':', StringComparison.Ordinal) ? FilePrefix + input : input, false, isFile);
    }

    /// <summary>Whether the demuxer of picture sequences would take the name for a pattern.</summary>
    internal bool LooksLikePattern => IsFile && Url.Contains('%', StringComparison.Ordinal);
}
