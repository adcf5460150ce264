using System.Globalization;
using System.Text.Json;
using FrameRing.CommandLine;
using FrameRing.Consumer.Reading;
using FrameRing.Consumer.Thumbnails.Output;
using FrameRing.Consumer.Thumbnails.Selection;
using FrameRing.Consumer.Thumbnails.Tiles;
using FrameRing.Layout;
using FrameRing.Media.Frames;
using FrameRing.Media.Pictures;
using FrameRing.Media.Scaling;
using FrameRing.Reading;

namespace FrameRing.Consumer.Thumbnails;

/// <summary>Picks frames, scales them from where they lie, and hands the pictures on once it is sure that they are whole.</summary>
internal sealed class ThumbnailMaker : IFrameHandler, IDisposable
{
    // 1 GiB of pixels.
    private const long MaxPixels = 1L << 28;

    private readonly ThumbnailRequest _request;
    private readonly FrameScaler _scaler = new(ScalingQuality.Fine);
    private readonly PicturePool _pool = new();
    private readonly FrameClock _clock = new();
    private readonly ThumbnailQueue _queue;
    private bool _isOwed;
    private long _made;
    private long _retaken;
    private long _black;

    internal ThumbnailMaker(ThumbnailRequest request)
    {
        _request = request;
        List<IThumbnailSink> sinks = [new NumberedPictures(request.Folder, request.Encoding, request.IsNamedByTime, request.Keep, request.WritesLatest, request.IsSilent)];
        if (request.Sheet is TileGrid sheet)
        {
            sinks.Add(new ContactSheets(request.Folder, request.Encoding, sheet, request.Ring));
        }

        if (request.Sprites is TileGrid sprites)
        {
            sinks.Add(new SpriteSheets(request.Folder, request.Encoding, sprites));
        }

        _queue = new ThumbnailQueue(sinks, _pool);
    }

    public CancellationToken Failed => _queue.Failed;

    public double? Progress => _request.Count is long all ? (double)_made / all : null;

    public FrameOutcome OnFrame(scoped in FrameView view)
    {
        try
        {
            return Consider(view);
        }
        catch (UnsupportedFormatException e)
        {
            throw new ToolException(e.Message);
        }
    }

    public void Complete() => _queue.Complete();

    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_made} pictures in {_request.Folder.Path}{(_retaken > 0 ? $", {_retaken} taken again" : string.Empty)}{(_black > 0 ? $", {_black} black frames skipped" : string.Empty)}");

    public void Describe(Utf8JsonWriter json)
    {
        json.WriteNumber("pictures", _made);
        json.WriteNumber("retaken", _retaken);
        json.WriteNumber("black_skipped", _black);
        json.WriteString("folder", _request.Folder.Path);
    }

    public void Dispose()
    {
        _queue.Dispose();
        _scaler.Dispose();
        _pool.Dispose();
        _request.Selector.Dispose();
        _request.Folder.Dispose();
    }

    private FrameOutcome Consider(scoped in FrameView view)
    {
        TimeSpan time = _clock.TimeOf(view.Metadata);
        Choice choice = _request.Selector.Choose(view, time);
        if (choice == Choice.Overwritten)
        {
            return FrameOutcome.Overwritten;
        }

        _isOwed |= choice == Choice.Take;
        if (!_isOwed)
        {
            return FrameOutcome.Done;
        }

        Picture picture = Take(view);
        if (view.Validate() != ReadStatus.Ok)
        {
            // Torn: this one is never written. The picture stays owed and is made of the next frame that is whole.
            _retaken++;
            _pool.GiveBack(picture);
            return FrameOutcome.Overwritten;
        }

        if (_request.SkipsBlack && PictureStatistics.IsBlack(picture))
        {
            _black++;
            _pool.GiveBack(picture);
            return FrameOutcome.Done;
        }

        _isOwed = false;
        _queue.Add(new Thumbnail(picture, view.Sequence, time, FrameClock.DurationOf(view.Metadata)));
        return ++_made == _request.Count ? FrameOutcome.Last : FrameOutcome.Done;
    }

    private Picture Take(scoped in FrameView view)
    {
        ref readonly FrameMetadata metadata = ref view.Metadata;
        PictureSize size = _request.Size.Fit(DisplayShape.Of(metadata));
        if (Math.Max(size.Width, size.Height) > _request.Encoding.MaxSide || (long)size.Width * size.Height > MaxPixels)
        {
            throw new ToolException($"A picture of {size} is more than a {_request.Encoding.Extension} file of this program may have. Use a smaller --size.");
        }

        Picture lying = _pool.Take(DisplayShape.IsOnItsSide(metadata) ? size.Turned : size);
        _scaler.Scale(view, lying);
        if (!Upright.IsNeeded(metadata))
        {
            return lying;
        }

        Picture upright = _pool.Take(size);
        Upright.Apply(lying, metadata, upright);
        _pool.GiveBack(lying);
        return upright;
    }
}
