using System.Globalization;
using FrameRing.Consumer.Pictures;
using FrameRing.Consumer.Thumbnails.Output;

namespace FrameRing.Consumer.Thumbnails.Tiles;

/// <summary>Sheets of thumbnails with their time stamps, for people: <c>sheet-0001</c> and so on.</summary>
internal sealed class ContactSheets(PictureFolder folder, PictureEncoding encoding, TileGrid grid, uint ground) : IThumbnailSink
{
    private const int Gap = 6;
    private const int Header = 32;

    private TileSheet? _sheet;
    private TimeSpan _first;
    private TimeSpan _last;
    private string _source = string.Empty;
    private int _part;
    private int _written;

    public void Add(Thumbnail thumbnail)
    {
        // Another part is another video: its pictures go on a sheet of their own.
        if (_sheet is not null && thumbnail.Part != _part)
        {
            Flush();
        }

        if (_sheet is null)
        {
            (_part, _source) = (thumbnail.Part, thumbnail.Source);
            _sheet = new TileSheet(folder.Library, grid, thumbnail.Picture.Size, Gap, Header, encoding, ground);
            _first = thumbnail.Time;
        }

        _sheet.Add(thumbnail.Picture, TimeText.Format(thumbnail.Time));
        _last = thumbnail.Time;
        if (_sheet.IsFull)
        {
            Flush();
        }
    }

    public void Complete(TimeSpan end)
    {
        if (_sheet is not null)
        {
            Flush();
        }
    }

    public void Dispose() => _sheet?.Dispose();

    private void Flush()
    {
        _sheet!.DrawHeader($"{_source}   {TimeText.Format(_first)} \u2013 {TimeText.Format(_last)}");
        string name = string.Create(CultureInfo.InvariantCulture, $"sheet-{++_written:D4}.{encoding.Extension}");
        _sheet.UseFilledPart(picture => folder.Write(name, picture, encoding));
        _sheet.Dispose();
        _sheet = null;
    }
}
