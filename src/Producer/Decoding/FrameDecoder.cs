using FFmpeg.AutoGen;
using FrameRing.Producer.Sources.Files;

namespace FrameRing.Producer.Decoding;

/// <summary>Packets of one stream in, frames out, until the input has ended and the decoder is empty. Damage is counted and passed over.</summary>
internal sealed unsafe class FrameDecoder : IDisposable
{
    // Without a packet in between: a decoder that reports nothing but errors would be asked for ever. Damaged packets never end the input.
    private const int MaxErrorsWithoutPacket = 1000;

    private readonly VideoFile _file;
    private readonly CancellationToken _stop;
    private AVPacket* _packet = ffmpeg.av_packet_alloc();
    private bool _isDraining;
    private int _errorsSincePacket;
    private long _corruptPackets;

    /// <param name="file">Input and decoder; stay the caller's.</param>
    /// <param name="stop">Ends the input early, without an error.</param>
    internal FrameDecoder(VideoFile file, CancellationToken stop)
    {
        _file = file;
        _stop = stop;
    }

    /// <summary>Why reading ended before the end of the input, in FFmpeg's words; null if it did not.</summary>
    internal string? ReadFailure { get; private set; }

    /// <summary>Damaged packets met since the last call.</summary>
    internal long TakeCorruptCount() => Interlocked.Exchange(ref _corruptPackets, 0);

    /// <summary>Decodes the next frame.</summary>
    /// <param name="frame">An empty frame.</param>
    /// <returns>False at the end.</returns>
    internal bool TryDecode(AVFrame* frame)
    {
        while (!_stop.IsCancellationRequested)
        {
            int result = ffmpeg.avcodec_receive_frame(_file.Codec, frame);
            if (result >= 0)
            {
                _errorsSincePacket = 0;
                return true;
            }

            bool isHungry = result == ffmpeg.AVERROR(ffmpeg.EAGAIN);
            if (result == ffmpeg.AVERROR_EOF || (isHungry ? !Feed() : !CountError()))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Forgets what was fed, after the input was moved to another place.</summary>
    internal void Restart()
    {
        ffmpeg.avcodec_flush_buffers(_file.Codec);
        _isDraining = false;
        _errorsSincePacket = 0;
    }

    public void Dispose()
    {
        fixed (AVPacket** packet = &_packet)
        {
            ffmpeg.av_packet_free(packet);
        }
    }

    // Gives the decoder one more packet, or the end.
    private bool Feed()
    {
        while (!_isDraining)
        {
            int result = ffmpeg.av_read_frame(_file.Format, _packet);
            if (result < 0)
            {
                _isDraining = true;
                return CanGoOnAfter(result) && ffmpeg.avcodec_send_packet(_file.Codec, null) >= 0;
            }

            bool isOurs = _packet->stream_index == _file.StreamIndex;
            _errorsSincePacket = isOurs ? 0 : _errorsSincePacket;
            result = isOurs ? ffmpeg.avcodec_send_packet(_file.Codec, _packet) : 0;
            ffmpeg.av_packet_unref(_packet);
            if (result < 0 && !CountError())
            {
                return false;
            }

            if (isOurs)
            {
                return true;
            }
        }

        // The decoder wants more although it was told that there is none.
        return false;
    }

    // Whether the frames that the decoder still has are wanted.
    private bool CanGoOnAfter(int readResult)
    {
        if (readResult == ffmpeg.AVERROR_EOF)
        {
            return true;
        }

        if (_stop.IsCancellationRequested)
        {
            return false;
        }

        // Damage at the end of a file is counted like damage elsewhere; a connection that broke is a failure.
        if (readResult != ffmpeg.AVERROR_INVALIDDATA)
        {
            ReadFailure = FFmpegError.Describe(readResult);
        }

        return CountError();
    }

    private bool CountError()
    {
        Interlocked.Increment(ref _corruptPackets);
        if (++_errorsSincePacket < MaxErrorsWithoutPacket)
        {
            return true;
        }

        ReadFailure ??= "the decoder reports errors without end";
        return false;
    }
}
