using System.Text;
using FrameRing.CommandLine;
using FrameRing.Consumer.Reading;
using FrameRing.Formats;
using FrameRing.Reading;

namespace FrameRing.Consumer.Pipe;

/// <summary>Packs each frame into one buffer that is used again and again, validates it, and writes it.</summary>
internal sealed class PipeWriter(OutputFile output, bool isY4m, bool allowsSizeChange) : IFrameHandler
{
    private byte[] _buffer = [];
    private (PixelFormat Format, int Width, int Height)? _shape;
    private int _prefix;

    public void Begin(CancellationToken stop) => output.Begin(stop);

    public FrameOutcome OnFrame(scoped in FrameView view)
    {
        (PixelFormat, int, int) shape = (VisibleFormat.Of(view), view.Geometry.Crop.Width, view.Geometry.Crop.Height);
        string? header = null;
        if (_shape is null)
        {
            header = isY4m ? Y4mHeader.Create(shape.Item1, view.Metadata) : null;
            _prefix = isY4m ? Y4mHeader.FrameMark.Length : 0;
        }
        else if (_shape != shape && !allowsSizeChange)
        {
            throw new ToolException($"The picture changes from {_shape.Value.Width}x{_shape.Value.Height} {_shape.Value.Format} to {shape.Item2}x{shape.Item3} {shape.Item1}, which a pipe cannot tell its reader.{(isY4m ? string.Empty : " --allow-size-change goes on.")}");
        }

        // By its length and not by the shape: a frame that turns out overwritten may have changed the buffer and not the shape.
        long needed = _prefix + view.VisibleSize;
        if (_buffer.Length != needed)
        {
            _buffer = new byte[checked((int)needed)];
            Y4mHeader.FrameMark[.._prefix].CopyTo(_buffer);
        }

        view.CopyTo(_buffer.AsSpan(_prefix));
        if (view.Validate() != ReadStatus.Ok)
        {
            return FrameOutcome.Overwritten;
        }

        // Only now: the header belongs to a frame that is whole.
        _shape = shape;
        bool written = (header is null || output.TryWrite(Encoding.ASCII.GetBytes(header))) && output.TryWrite(_buffer);
        return written ? FrameOutcome.Done : FrameOutcome.Stop;
    }
}
