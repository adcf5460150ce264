namespace FrameRing.Consumer.Thumbnails.Tiles;

/// <summary>What a sheet is headed by.</summary>
internal static class SheetTitle
{
    // What the font of the pictures has.
    private const char LastOfLatin1 = '\u00ff';

    /// <summary>The source's name; the ring's where there is none, or where the name has letters that could not be drawn.</summary>
    /// <param name="source">As the producer tells it, printable; null if it tells nothing.</param>
    /// <param name="ring">The ring's name.</param>
    internal static string Of(string? source, string ring) => source is not null && source.All(static letter => letter <= LastOfLatin1) ? source : ring;
}
