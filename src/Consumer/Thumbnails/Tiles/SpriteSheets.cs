using System.Globalization;
using System.Text;
using FrameRing.CommandLine.Files;
using FrameRing.Consumer.Pictures;
using FrameRing.Consumer.Thumbnails.Output;

namespace FrameRing.Consumer.Thumbnails.Tiles;

/// <summary>
/// Sheets without gaps for the seek bar of a web player, <c>sprites-0001</c> and so on, and a WebVTT file whose cues say which part of
/// which sheet belongs to which time (W3C WebVTT; the part as <c>#xywh=</c>, W3C Media Fragments).
/// </summary>
internal sealed class SpriteSheets(PictureFolder folder, PictureEncoding encoding, TileGrid grid, uint ground) : IThumbnailSink
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    // A video whose first frame comes a little later than 0 has a preview from 0 on.
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(1);

    // Cues of pictures that are on a sheet on disk or on the one in the making; written when the latter is.
    private readonly StringBuilder _cues = new();
    private TileSheet? _sheet;
    private NewFile? _track;
    private Cue? _open;
    private TimeSpan _last;
    private int _written;
    private int _tracks;
    private int _part;

    public void Add(Thumbnail thumbnail)
    {
        // Another part is another video, and so is time that does not go on: one track's cues must follow each other.
        bool isNewPart = _tracks == 0 || thumbnail.Part != _part;
        if (isNewPart || (_open is not null && thumbnail.Time <= _last))
        {
            Complete(thumbnail.EndBefore);
            _part = thumbnail.Part;
            _track?.Dispose();
            _track = folder.CreateText(Track(++_tracks), "WEBVTT\n");
        }

        _last = thumbnail.Time;
        Close(thumbnail.Time);
        _sheet ??= new TileSheet(folder.Library, grid, thumbnail.Picture.Size, 0, 0, encoding, ground);
        (int x, int y) = _sheet.Add(thumbnail.Picture, null);
        string part = string.Create(CultureInfo.InvariantCulture, $"{Sheet(_written + 1)}#xywh={x},{y},{_sheet.Tile.Width},{_sheet.Tile.Height}");
        _open = new Cue(isNewPart ? Beginning(thumbnail.PartStart) : thumbnail.Time, part);
        if (_sheet.IsFull)
        {
            Flush();
        }
    }

    public void Complete(TimeSpan end)
    {
        if (_open is not null)
        {
            Close(end);
            Flush();
        }
    }

    public void Dispose()
    {
        _sheet?.Dispose();
        _track?.Dispose();
    }

    private void Close(TimeSpan end)
    {
        if (_open is Cue cue)
        {
            // A cue ends after it begins, in the milliseconds that the file can hold.
            TimeSpan start = Positive(cue.Start);
            TimeSpan after = end > start + s_shortest ? end : start + s_shortest;
            _cues.Append(CultureInfo.InvariantCulture, $"\n{TimeText.Format(start)} --> {TimeText.Format(after)}\n{cue.Part}\n");
            _open = null;
        }
    }

    // The sheet first: a cue must never lead to a file that is not there.
    private void Flush()
    {
        if (_sheet is not null)
        {
            string name = Sheet(++_written);
            _sheet.UseFilledPart(picture => folder.Write(name, picture, encoding));
            _sheet.Dispose();
            _sheet = null;
        }

        folder.Append(_track!, Track(_tracks), _cues.ToString());
        _cues.Clear();
    }

    // Also when the first frames gave no picture, the first picture stands for them.
    private static TimeSpan Beginning(TimeSpan start) => start < s_atOnce ? TimeSpan.Zero : start;

    // A track begins at 0; a file may have frames before that.
    private static TimeSpan Positive(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private string Sheet(int number) => string.Create(CultureInfo.InvariantCulture, $"sprites-{number:D4}.{encoding.Extension}");

    private static string Track(int number) => number == 1 ? "thumbnails.vtt" : string.Create(CultureInfo.InvariantCulture, $"thumbnails-{number}.vtt");

    private readonly record struct Cue(TimeSpan Start, string Part);
}
