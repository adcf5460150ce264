namespace FrameRing.CommandLine;

/// <summary>A number and what is counted, in the right form: "1 reader", "2 readers".</summary>
public static class Counted
{
    /// <summary>Writes both.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one.</param>
    /// <param name="more">The words for none and for more than one; null for the word for one with an s.</param>
    /// <returns>Like "3 frames".</returns>
    public static string Of(long count, string one, string? more = null) => FormattableString.Invariant($"{count} {Form(count, one, more)}");

    /// <inheritdoc cref="Of(long, string, string?)"/>
    public static string Of(ulong count, string one, string? more = null) => FormattableString.Invariant($"{count} {Form(count == 1 ? 1 : 2, one, more)}");

    private static string Form(long count, string one, string? more) => count == 1 ? one : more ?? one + "s";
}
