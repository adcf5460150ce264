using System.Globalization;
using System.Text;
using System.Text.Json;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine;
using FrameRing.Consumer.Reading;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Reading;

namespace FrameRing.Consumer.Pipe;

/// <summary>Packs each frame into a buffer that is used again and again, validates it, and writes it, for a constant rate as often as that takes.</summary>
internal sealed class PipeWriter(OutputFile output, PipeRequest request) : IFrameHandler
{
    private const int UsualRate = 240;

    private static readonly Rational s_defaultRate = new(25, 1);

    // What is repeated is the copy: the slot of a frame that was written may be another frame's by then.
    private byte[] _previous = [];
    private byte[] _buffer = [];
    private (PixelFormat Format, int Width, int Height)? _shape;
    private ConstantRate? _rate;
    private string? _remark;
    private CancellationToken _stop;
    private long _passed;
    private bool _isClosed;

    public double? Progress => request.Frames is long all && _rate is not null ? (double)_rate.Written / all : null;

    public void Begin(CancellationToken stop)
    {
        _stop = stop;
        output.Begin(stop);
    }

    public void BeginProducer() => _rate?.BeginAnew();

    public FrameOutcome OnFrame(scoped in FrameView view)
    {
        (PixelFormat Format, int Width, int Height) shape = (VisibleFormat.Of(view), view.Geometry.Crop.Width, view.Geometry.Crop.Height);
        string? header = _shape is null && request.IsY4m ? Y4mHeader.Create(shape.Format, view.Metadata, RateOf(view.Metadata)) : null;
        if (_shape is not null && _shape != shape && !request.AllowsSizeChange)
        {
            throw new ToolException($"The picture changes from {_shape.Value.Width}x{_shape.Value.Height} {_shape.Value.Format} to {shape.Width}x{shape.Height} {shape.Format}, which a pipe cannot tell its reader.{(request.IsY4m ? string.Empty : " --allow-size-change goes on.")}");
        }

        Pack(view);
        if (view.Validate() != ReadStatus.Ok)
        {
            return FrameOutcome.Overwritten;
        }

        // Only now: the header belongs to a frame that is whole.
        _isClosed = header is not null && !output.TryWrite(Encoding.ASCII.GetBytes(header));
        if (_shape is null && request.IsConstantRate)
        {
            _rate = new ConstantRate(RateOf(view.Metadata), request.LongestGap, request.Frames);
            _remark = request.Rate is null ? RateRemark(view.Metadata.FrameRate) : null;
        }

        _shape = shape;
        Copies copies = _rate?.Place(view.Metadata) ?? new Copies(0, 1);
        bool written = TryWrite(_previous, copies.OfPrevious) && TryWrite(_buffer, copies.OfThis);
        if (_rate is not null)
        {
            (_previous, _buffer) = (_buffer, _previous);
        }

        _passed++;
        return !written ? FrameOutcome.Stop : _rate is { IsComplete: true } ? FrameOutcome.Last : FrameOutcome.Done;
    }

    public void Complete()
    {
        if (_rate is not null && !_isClosed)
        {
            TryWrite(_previous, _rate.End());
        }
    }

    public string? TakeRemark()
    {
        string? remark = _remark ?? _rate?.TakeRemark();
        _remark = null;
        return remark;
    }

    public string? Describe() => _rate is null ? null
        : string.Create(CultureInfo.InvariantCulture, $"{_rate.Written} written, {_rate.Duplicated} duplicated, {_rate.Dropped} dropped");

    public void Describe(Utf8JsonWriter json)
    {
        json.WriteString("vsync", request.IsConstantRate ? "cfr" : "passthrough");
        json.WriteNumber("written", _rate?.Written ?? _passed);
        json.WriteNumber("duplicated", _rate?.Duplicated ?? 0);
        json.WriteNumber("dropped", _rate?.Dropped ?? 0);
        json.WriteNumber("time_jumps", _rate?.Jumps ?? 0);
    }

    // A file that knows no better tells the ticks of its clock: each frame would be written thousands of times.
    private static string? RateRemark(Rational told) => !told.IsKnown
        ? FormattableString.Invariant($"the frames tell no rate: {s_defaultRate.Numerator} frames a second are written (--rate)")
        : told.ToDouble() > UsualRate ? FormattableString.Invariant($"the frames tell a rate of {told.ToDouble():0.###}, and so many are written a second (--rate)") : null;

    private Rational RateOf(in FrameMetadata metadata) => request.Rate ?? (metadata.FrameRate.IsKnown ? metadata.FrameRate : s_defaultRate);

    private void Pack(scoped in FrameView view)
    {
        // By its length and not by the shape: a frame that turns out overwritten may have changed the buffer and not the shape.
        int length = request.IsY4m ? Y4mHeader.FrameMark.Length : 0;
        long needed = length + view.VisibleSize;
        if (needed > Array.MaxLength)
        {
            throw new ToolException($"A frame of {view.Geometry.Crop.Width}x{view.Geometry.Crop.Height} takes {SizeFormatter.Format(needed)}, and a pipe can be given frames of up to {SizeFormatter.Format(Array.MaxLength)}. Have the producer make smaller ones.");
        }

        if (_buffer.Length != needed)
        {
            _buffer = new byte[needed];
            Y4mHeader.FrameMark[..length].CopyTo(_buffer);
        }

        view.CopyTo(_buffer.AsSpan(length));
    }

    // A file takes everything at once: between copies the user's wish to end is heard.
    private bool TryWrite(byte[] picture, long times)
    {
        for (long i = 0; i < times && !_isClosed; i++)
        {
            _isClosed = (i > 0 && _stop.IsCancellationRequested) || !output.TryWrite(picture);
        }

        return !_isClosed;
    }
}
