using FrameRing.Text;

namespace FrameRing.CommandLine.Errors;

/// <summary>An end that was foreseen: one sentence for the user and an exit code.</summary>
/// <param name="message">The sentence: what was tried, why it failed, what helps. What is not printable in it is shown as what it is, secrets as <c>***</c>.</param>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
public sealed class ToolException(string message, int exitCode = ExitCodes.Failure) : Exception(PrintableText.Line(SecretMask.Of(message)))
{
    /// <summary>The code that the process ends with.</summary>
    public int ExitCode { get; } = exitCode;
}
