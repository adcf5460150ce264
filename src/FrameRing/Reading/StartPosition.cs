using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using FrameRing.Layout;

namespace FrameRing.Reading;

/// <summary>Where in the ring a reader begins.</summary>
public readonly record struct StartPosition
{
    /// <summary>The largest sequence there can be: the ring keeps 48 bits.</summary>
    public const ulong MaxSequence = IndexEntry.MaxSequence;

    private StartPosition(StartKind kind, ulong sequence)
    {
        Kind = kind;
        Sequence = sequence;
    }

    /// <summary>The newest frame there is; if there is none yet, the first one.</summary>
    public static StartPosition Newest => new(StartKind.Newest, 0);

    /// <summary>
    /// The oldest frame that is still there and stays for a moment: while the producer lives, the next few slots that it takes are passed
    /// over, at most two of every eight and four in all.
    /// </summary>
    public static StartPosition Oldest => new(StartKind.Oldest, 0);

    /// <summary>The next frame to be published after attaching.</summary>
    public static StartPosition Next => new(StartKind.Next, 0);

    internal StartKind Kind { get; }

    internal ulong Sequence { get; }

    /// <summary>The frame of this number, or if it is gone already what <see cref="Oldest"/> is.</summary>
    /// <param name="sequence">1 to <see cref="MaxSequence"/>; 0 counts as 1.</param>
    /// <returns>The position.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The sequence is larger than any can be.</exception>
    public static StartPosition At(ulong sequence)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, MaxSequence);
        return new(StartKind.Sequence, Math.Max(1, sequence));
    }

    /// <summary>Reads <c>newest</c>, <c>oldest</c>, <c>next</c> or a sequence.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">The position.</param>
    /// <returns>False if the text is none of these.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out StartPosition position)
    {
        bool isNumber = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong sequence);
        (bool known, position) = text?.ToLowerInvariant() switch
        {
            "newest" => (true, Newest),
            "oldest" => (true, Oldest),
            "next" => (true, Next),
            _ => isNumber && sequence <= MaxSequence ? (true, At(sequence)) : (false, default),
        };
        return known;
    }

    /// <summary>The text that <see cref="TryParse"/> reads.</summary>
    public override string ToString() =>
        Kind == StartKind.Sequence ? Sequence.ToString(CultureInfo.InvariantCulture) : Kind.ToString().ToLowerInvariant();
}
