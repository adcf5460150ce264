using FrameRing.CommandLine.Errors;
using FrameRing.Consumer.Pictures;
using FrameRing.Media.Pictures;

namespace FrameRing.Consumer.Thumbnails.Tiles;

/// <summary>A large picture that is filled with tiles of one size, row by row.</summary>
internal sealed class TileSheet : IDisposable
{
    private const long MaxBytes = 1L << 30;
    private const uint Background = 0xFF101014;

    private readonly IPictureLibrary _library;
    private readonly TileGrid _grid;
    private readonly PictureSize _tile;
    private readonly int _gap;
    private readonly int _header;
    private readonly uint _ground;
    private readonly Picture _picture;

    /// <summary>Makes an empty sheet.</summary>
    /// <param name="library">Draws.</param>
    /// <param name="grid">Tiles across and down.</param>
    /// <param name="tile">Size of a tile.</param>
    /// <param name="gap">Pixels around each tile.</param>
    /// <param name="header">Pixels on top for a text.</param>
    /// <param name="encoding">How the sheet will be written, which limits its size.</param>
    /// <param name="ground">What is behind pictures with alpha, as 0xFFRRGGBB.</param>
    internal TileSheet(IPictureLibrary library, TileGrid grid, PictureSize tile, int gap, int header, PictureEncoding encoding, uint ground)
    {
        _library = library;
        _grid = grid;
        _tile = tile;
        _gap = gap;
        _header = header;
        _ground = ground;
        long width = SideOf(grid.Columns, tile.Width);
        long height = SideOf(grid.Rows, tile.Height) + header;
        if (Math.Max(width, height) > encoding.MaxSide || width * height * 4 > MaxBytes)
        {
            throw new ToolException($"A sheet of {grid.Columns}x{grid.Rows} pictures of {tile} has {width}x{height} pixels, more than a {encoding.Extension} file of this program may have. Use fewer pictures a sheet or a smaller --size.");
        }

        _picture = new Picture(new PictureSize((int)width, (int)height));
        using IPictureCanvas canvas = library.Draw(_picture);
        canvas.Clear(Background);
    }

    internal int Count { get; private set; }

    internal bool IsFull => Count == _grid.Count;

    internal PictureSize Tile => _tile;

    /// <summary>Puts a picture onto the next free tile, scaled to fit if it has another size.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="caption">Text for its lower right corner; null for none.</param>
    /// <returns>Where the tile is.</returns>
    internal (int X, int Y) Add(Picture picture, string? caption)
    {
        int x = _gap + (Count % _grid.Columns * (_tile.Width + _gap));
        int y = _header + _gap + (Count / _grid.Columns * (_tile.Height + _gap));
        PictureSize fitted = FitInto(picture.Size, _tile);
        using IPictureCanvas canvas = _library.Draw(_picture);
        int left = x + ((_tile.Width - fitted.Width) / 2);
        int top = y + ((_tile.Height - fitted.Height) / 2);
        if (picture.HasAlpha)
        {
            canvas.FillRectangle(left, top, fitted.Width, fitted.Height, _ground);
        }

        canvas.DrawPicture(picture, left, top, fitted);
        if (caption is not null)
        {
            Caption.Draw(canvas, caption, x + _tile.Width, y + _tile.Height, _tile.Width);
        }

        Count++;
        return (x, y);
    }

    /// <summary>Writes a line into the header.</summary>
    internal void DrawHeader(string text)
    {
        using IPictureCanvas canvas = _library.Draw(_picture);
        Caption.DrawHeader(canvas, text, _gap, _header, UsedSize.Width - (2 * _gap));
    }

    /// <summary>The sheet without the rows and columns that have no picture.</summary>
    /// <param name="use">Gets the picture; it is gone afterwards.</param>
    internal void UseFilledPart(Action<Picture> use)
    {
        if (UsedSize == _picture.Size)
        {
            use(_picture);
            return;
        }

        using Picture part = new(UsedSize);
        using (IPictureCanvas canvas = _library.Draw(part))
        {
            canvas.DrawPicture(_picture, 0, 0, _picture.Size);
        }

        use(part);
    }

    public void Dispose() => _picture.Dispose();

    internal static PictureSize FitInto(PictureSize picture, PictureSize tile)
    {
        double scale = Math.Min((double)tile.Width / picture.Width, (double)tile.Height / picture.Height);
        return picture == tile ? tile : new PictureSize(Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
    }

    private PictureSize UsedSize => new(
        (int)SideOf(Math.Min(Count, _grid.Columns), _tile.Width),
        (int)SideOf((Count + _grid.Columns - 1) / _grid.Columns, _tile.Height) + _header);

    private long SideOf(int tiles, int side) => (tiles * ((long)side + _gap)) + _gap;
}
