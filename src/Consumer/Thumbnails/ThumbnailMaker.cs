using System.Globalization;
using System.Text.Json;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine;
using FrameRing.Consumer.Reading;
using FrameRing.Consumer.Thumbnails.Output;
using FrameRing.Consumer.Thumbnails.Selection;
using FrameRing.Consumer.Thumbnails.Tiles;
using FrameRing.Layout;
using FrameRing.Media.Errors;
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
    private readonly FrameScaler _scaler;
    private readonly PicturePool _pool = new();
    private readonly FrameClock _clock = new();
    private readonly Timeline _timeline = new();
    private readonly DamageWatch _damage = new();
    private readonly ThumbnailQueue _queue;
    private readonly SpareFrame _spare;
    private string _source;
    private bool _isOwed;
    private long _made;
    private long _retaken;
    private long _black;
    private long _corrupt;
    private long _dependent;
    private long _damagedTaken;

    internal ThumbnailMaker(ThumbnailRequest request)
    {
        FFmpegMessages.Silence();
        _request = request;
        _source = request.Ring;
        _spare = new SpareFrame(_pool);
        _scaler = new FrameScaler(ScalingQuality.Fine, request.ToneMapping, request.Encoding.HasAlpha ? request.Background : request.Ground);
        List<IThumbnailSink> sinks = [new NumberedPictures(request.Folder, request.Encoding, request.IsNamedByTime, request.Keep, request.WritesLatest, request.IsSilent)];
        if (request.Sheet is TileGrid sheet)
        {
            sinks.Add(new ContactSheets(request.Folder, request.Encoding, sheet, request.Ground));
        }

        if (request.Sprites is TileGrid sprites)
        {
            sinks.Add(new SpriteSheets(request.Folder, request.Encoding, sprites, request.Ground));
        }

        _queue = new ThumbnailQueue(sinks, _pool);
    }

    public CancellationToken Failed => _queue.Failed;

    public double? Progress => _request.Count is long all ? (double)_made / all : null;

    public void TellSource(string? name) => _source = SheetTitle.Of(name, _request.Ring);

    public void BeginProducer()
    {
        Settle();
        _timeline.BeginProducer();
        _damage.BeginProducer();
    }

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

    public void Complete()
    {
        Settle();
        _queue.Complete(_timeline.PicturedEnd);
    }

    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Counted.Of(_made, "picture")} in {_request.Folder.Path}{(_retaken > 0 ? $", {_retaken} taken again" : string.Empty)}{(_black > 0 ? $", {Counted.Of(_black, "black frame")} skipped" : string.Empty)}{Damage()}");

    public void Describe(Utf8JsonWriter json)
    {
        json.WriteNumber("pictures", _made);
        json.WriteNumber("retaken", _retaken);
        json.WriteNumber("black_skipped", _black);
        json.WriteNumber("corrupt_skipped", _corrupt);
        json.WriteNumber("dependent_skipped", _dependent);
        json.WriteNumber("damaged_taken", _damagedTaken);
        json.WriteString("folder", _request.Folder.Path);
    }

    public void Dispose()
    {
        _queue.Dispose();
        _scaler.Dispose();
        _spare.Clear();
        _pool.Dispose();
        _request.Selector.Dispose();
        _request.Folder.Dispose();
    }

    private FrameOutcome Consider(scoped in FrameView view)
    {
        TimeSpan time = _clock.TimeOf(view.Metadata);
        bool isNewPart = _timeline.Ends(view.Metadata, time);
        if (isNewPart)
        {
            Settle();
        }

        _timeline.See(view.Metadata, time);
        Soundness soundness = _request.TakesCorrupt ? Soundness.Sound : _damage.Look(view.Metadata, time);
        bool isWanted = soundness == Soundness.Sound || !_damage.IsHopeful;
        Choice choice = _request.Selector.Choose(view, time, isNewPart, isWanted);
        if (choice == Choice.Overwritten)
        {
            return FrameOutcome.Overwritten;
        }

        _isOwed |= choice == Choice.Take;
        if (_made == _request.Count)
        {
            return FrameOutcome.Last;
        }

        if (!_isOwed || (!isWanted && !PassOver(soundness)))
        {
            return FrameOutcome.Done;
        }

        if (_spare.IsThere && _spare.Soundness < soundness)
        {
            Settle();
            return _made == _request.Count ? FrameOutcome.Last : FrameOutcome.Done;
        }

        Picture lying = Read(view);
        if (view.Validate() != ReadStatus.Ok)
        {
            // Torn: this one is never written. The picture stays owed and is made of the next frame that is whole.
            _retaken++;
            _pool.GiveBack(lying);
            return FrameOutcome.Overwritten;
        }

        Picture picture = Finish(lying, view.Metadata);
        if (_request.SkipsBlack && PictureStatistics.IsBlack(picture, _request.Ground))
        {
            _black++;
            (soundness, isWanted) = (Soundness.Black, false);
        }

        if (!isWanted)
        {
            _spare.Offer(picture, soundness, view.Sequence, time);
            return FrameOutcome.Done;
        }

        HandOn(picture, soundness, view.Sequence, time);
        return _made == _request.Count ? FrameOutcome.Last : FrameOutcome.Done;
    }

    // Counts a damaged frame, and says whether it may be needed for want of a better one.
    private bool PassOver(Soundness soundness)
    {
        _corrupt += soundness == Soundness.Corrupt ? 1 : 0;
        _dependent += soundness == Soundness.Dependent ? 1 : 0;
        return _spare.IsWorseThan(soundness);
    }

    // Nothing better will come for what is owed. Black pictures are not wanted, unless there is no other one at all.
    private void Settle()
    {
        if (_isOwed && _spare.IsThere && _made != _request.Count && (_spare.Soundness != Soundness.Black || _made == 0))
        {
            _corrupt -= _spare.Soundness == Soundness.Corrupt ? 1 : 0;
            _dependent -= _spare.Soundness == Soundness.Dependent ? 1 : 0;
            _black -= _spare.Soundness == Soundness.Black ? 1 : 0;
            HandOn(_spare.Take(), _spare.Soundness, _spare.Sequence, _spare.Time);
        }

        _spare.Clear();
    }

    private void HandOn(Picture picture, Soundness soundness, ulong sequence, TimeSpan time)
    {
        _isOwed = false;
        _spare.Clear();
        TimeSpan endBefore = _timeline.PicturedEnd;
        _timeline.MarkPicture();
        _queue.Add(new Thumbnail(picture, sequence, time, _timeline.Part, _timeline.Start, endBefore, _source));
        _made++;
        _damagedTaken += soundness is Soundness.Corrupt or Soundness.Dependent ? 1 : 0;
    }

    private string Damage()
    {
        string skipped = (_corrupt > 0 ? $", {Counted.Of(_corrupt, "corrupt frame")} passed over" : string.Empty)
            + (_dependent > 0 ? $", {Counted.Of(_dependent, "frame")} passed over that {(_dependent == 1 ? "depends" : "depend")} on corrupt ones" : string.Empty);
        return _damagedTaken == 0 ? skipped : string.Create(CultureInfo.InvariantCulture, $"{skipped}, made of damaged frames for want of others: {_damagedTaken}");
    }

    // All that looks at the slot, and no more: the longer that takes, the more frames are overwritten meanwhile.
    private Picture Read(scoped in FrameView view)
    {
        ref readonly FrameMetadata metadata = ref view.Metadata;
        PictureSize size = _request.Size.Fit(DisplayShape.Of(metadata));
        if (Math.Max(size.Width, size.Height) > _request.Encoding.MaxSide || (long)size.Width * size.Height > MaxPixels)
        {
            throw new ToolException($"A picture of {size} is more than a {_request.Encoding.Extension} file of this program may have. Use a smaller --size.");
        }

        Picture lying = _pool.Take(DisplayShape.IsOnItsSide(metadata) ? size.Turned : size);
        _scaler.Read(view, lying);
        return lying;
    }

    private Picture Finish(Picture lying, in FrameMetadata metadata)
    {
        _scaler.Finish(lying);
        if (!Upright.IsNeeded(metadata))
        {
            return lying;
        }

        Picture upright = _pool.Take(DisplayShape.IsOnItsSide(metadata) ? lying.Size.Turned : lying.Size);
        Upright.Apply(lying, metadata, upright);
        _pool.GiveBack(lying);
        return upright;
    }
}
