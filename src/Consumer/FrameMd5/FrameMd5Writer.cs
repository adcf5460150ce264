using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FrameRing.Consumer.Reading;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Reading;

namespace FrameRing.Consumer.FrameMd5;

/// <summary>Hashes frames where they lie and writes ffmpeg's lines (framehash format, version 2). Nothing is allocated per frame.</summary>
internal sealed class FrameMd5Writer(OutputFile output, string software, bool isVfr) : IFrameHandler, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly byte[] _line = new byte[256];
    private Rational _timeBase;
    private long _next;
    private bool _isInFrames;
    private bool _hasHeader;

    public void Begin(CancellationToken stop) => output.Begin(stop);

    public FrameOutcome OnFrame(scoped in FrameView view)
    {
        _ = VisibleFormat.Of(view);
        for (int plane = 0; plane < view.PlaneCount; plane++)
        {
            int rows = view.Geometry.GetVisibleRowCount(plane);
            for (int row = 0; row < rows; row++)
            {
                _hash.AppendData(view.GetVisibleRow(plane, row));
            }
        }

        Span<byte> digest = stackalloc byte[16];
        _hash.GetHashAndReset(digest);
        if (view.Validate() != ReadStatus.Ok)
        {
            return FrameOutcome.Overwritten;
        }

        bool written = (_hasHeader || WriteHeader(view.Metadata)) && WriteLine(view.Metadata, view.VisibleSize, digest);
        return written ? FrameOutcome.Done : FrameOutcome.Stop;
    }

    public void Dispose() => _hash.Dispose();

    // ffmpeg counts in frames where the rate is known; without a rate the stream's own time base is kept.
    private bool WriteHeader(in FrameMetadata metadata)
    {
        _hasHeader = true;
        _isInFrames = metadata.FrameRate.IsKnown;
        _timeBase = _isInFrames
            ? new Rational(metadata.FrameRate.Denominator, metadata.FrameRate.Numerator)
            : metadata.TimeBase.IsKnown ? metadata.TimeBase : new Rational(1, 1);
        string header = string.Create(CultureInfo.InvariantCulture, $"""
            #format: frame checksums
            #version: 2
            #hash: MD5
            #software: {software}
            #tb 0: {_timeBase}
            #media_type 0: video
            #codec_id 0: rawvideo
            #dimensions 0: {metadata.Crop.Width}x{metadata.Crop.Height}
            #sar 0: {metadata.SampleAspectRatio}
            #stream#, dts,        pts, duration,     size, hash

            """);
        return output.TryWrite(Encoding.ASCII.GetBytes(header));
    }

    private bool WriteLine(in FrameMetadata metadata, long size, ReadOnlySpan<byte> digest)
    {
        long pts = metadata.Pts == FrameMetadata.NoPts ? _next : Rescale(metadata.Pts, metadata.TimeBase);

        // As ffmpeg 5.1 prints it: from 0 and never the same tick twice; a frame that comes early gets the tick behind the one before.
        pts = isVfr ? Math.Max(pts, _next) : pts;
        _next = pts + 1;

        // In frames every duration is 1, also where the stream says otherwise: measured.
        long duration = _isInFrames || metadata.Duration <= 0 ? 1 : Math.Max(1, Rescale(metadata.Duration, metadata.TimeBase));
        Encoding.ASCII.TryGetBytes("0, ", _line, out int length);
        length = Append(pts, 10, length);
        length = Append(pts, 10, length);
        length = Append(duration, 8, length);
        length = Append(size, 8, length);
        foreach (byte value in digest)
        {
            value.TryFormat(_line.AsSpan(length), out int written, "x2", CultureInfo.InvariantCulture);
            length += written;
        }

        _line[length++] = (byte)'\n';
        return output.TryWrite(_line.AsSpan(0, length));
    }

    private int Append(long value, int width, int length)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out int count, default, CultureInfo.InvariantCulture);
        int padding = Math.Max(0, width - count);
        _line.AsSpan(length, padding).Fill((byte)' ');
        digits[..count].CopyTo(_line.AsSpan(length + padding));
        length += padding + count;
        _line[length++] = (byte)',';
        _line[length++] = (byte)' ';
        return length;
    }

    // To the nearest, halves away from zero, as av_rescale_q does.
    private long Rescale(long value, Rational from)
    {
        if (!from.IsKnown)
        {
            return value;
        }

        Int128 numerator = (Int128)value * from.Numerator * _timeBase.Denominator;
        Int128 denominator = (Int128)from.Denominator * _timeBase.Numerator;
        Int128 half = denominator / 2;
        return (long)((numerator >= 0 ? numerator + half : numerator - half) / denominator);
    }
}
