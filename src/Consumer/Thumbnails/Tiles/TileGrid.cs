using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FrameRing.Consumer.Thumbnails.Tiles;

/// <summary>How many pictures a sheet has across and down.</summary>
internal sealed record TileGrid(int Columns, int Rows)
{
    private const int Most = 100;

    internal int Count => Columns * Rows;

    /// <summary>Reads <c>5x4</c>.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out TileGrid? grid)
    {
        string[] parts = text.Split('x');
        bool isGrid = parts.Length == 2
            & int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int columns)
            & int.TryParse(parts.ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out int rows)
            && columns is >= 1 and <= Most && rows is >= 1 and <= Most;
        grid = isGrid ? new TileGrid(columns, rows) : null;
        return isGrid;
    }
}
