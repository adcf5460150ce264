using FrameRing.Text;

namespace FrameRing;

/// <summary>
/// A set-up that cannot work, or an operating system that refuses. Things that belong to normal life (no frame yet, overwritten,
/// ended) are return values instead.
/// </summary>
public sealed class FrameRingException : Exception
{
    /// <summary>Makes an exception whose message is one paragraph: operation, cause, remedy.</summary>
    /// <param name="error">The kind.</param>
    /// <param name="operation">What was tried, without a full stop.</param>
    /// <param name="cause">Why it failed, without a full stop.</param>
    /// <param name="remedy">What helps, as a whole sentence; null if nothing is known to.</param>
    /// <param name="errno">The error number of the operating system; 0 if it did not fail there.</param>
    public FrameRingException(FrameRingError error, string operation, string cause, string? remedy = null, int errno = 0)
        : base(Show(remedy is null ? $"{operation}: {cause}." : $"{operation}: {cause}. {remedy}"))
    {
        // Names of files and devices and command lines of others are among the words; whoever prints them may have a terminal.
        Error = error;
        Operation = Show(operation);
        Cause = Show(cause);
        Remedy = remedy is null ? null : Show(remedy);
        Errno = errno;
    }

    /// <summary>The kind.</summary>
    public FrameRingError Error { get; }

    /// <summary>What was tried.</summary>
    public string Operation { get; }

    /// <summary>Why it failed.</summary>
    public string Cause { get; }

    /// <summary>What helps; null if nothing is known to.</summary>
    public string? Remedy { get; }

    /// <summary>The error number (errno(3)); 0 if the operating system did not refuse.</summary>
    public int Errno { get; }

    /// <summary>The user who created the object, if it was refused because that user is not trusted (<see cref="FrameRingError.Untrusted"/>); else null.</summary>
    public uint? UserId { get; init; }

    internal static FrameRingException IncompatibleLayout(string operation, uint found, uint known) => new(
        FrameRingError.IncompatibleVersion,
        operation,
        $"the ring has layout version {found}, this program knows version {known}",
        "Use the same FrameRing version for producer and consumers; if its producer is gone, remove the ring.");

    internal static FrameRingException CorruptSegment(string operation) => new(
        FrameRingError.Corrupt,
        operation,
        "the header is not one that a producer writes",
        "Remove the ring and start the producer again.");

    internal static FrameRingException SegmentOfAnotherRing(string operation) => new(
        FrameRingError.ForeignObject,
        operation,
        "it belongs to a ring of another name, so the page that leads to it was forged or damaged",
        "Remove the ring and start the producer again.");

    private static string Show(string text) => PrintableText.Line(SecretMask.Of(text));
}
