using FFmpeg.AutoGen;
using FrameRing.Producer.Reporting;
using FrameRing.Producer.Sources.Files;

namespace FrameRing.Producer.Decoding;

/// <summary>Packets of one stream in, frames out with time stamps that go on, until the input has ended and the decoder is empty. Damage is counted and passed over.</summary>
internal sealed unsafe class FrameDecoder : IDisposable
{
    // Without a packet in between: a decoder that reports nothing but errors would be asked for ever. Damaged packets never end the input.
    private const int MaxErrorsWithoutPacket = 1000;

    private readonly VideoFile _file;
    private readonly CancellationToken _stop;
    private readonly PacketClock _clock;
    private AVPacket* _packet = ffmpeg.av_packet_alloc();
    private bool _isDraining;
    private int _errorsSincePacket;
    private long _corruptPackets;
    private long _jumpsShown;

    /// <param name="file">Input and decoder; stay the caller's.</param>
    /// <param name="stop">Ends the input early, without an error.</param>
    internal FrameDecoder(VideoFile file, CancellationToken stop)
    {
        _file = file;
        _stop = stop;
        _clock = new PacketClock(file);
        Others = new OtherStreams(file);
        file.Codec->reordered_opaque = 0;
    }

    /// <summary>The streams that are not decoded.</summary>
    internal OtherStreams Others { get; }

    /// <summary>Why reading ended before the end of the input, in FFmpeg's words; null if it did not.</summary>
    internal string? ReadFailure { get; private set; }

    /// <summary>Damaged packets met since the last call.</summary>
    internal long TakeCorruptCount() => Interlocked.Exchange(ref _corruptPackets, 0);

    /// <summary>Whether the clock of the stream jumped in front of the frame that was decoded last. Its time stamp goes on as if it had not.</summary>
    internal bool HasJumped { get; private set; }

    /// <summary>Decodes the next frame.</summary>
    /// <param name="frame">An empty frame.</param>
    /// <returns>Whether there is one.</returns>
    internal DecodingOutcome TryDecode(AVFrame* frame)
    {
        while (!_stop.IsCancellationRequested)
        {
            int result = ffmpeg.avcodec_receive_frame(_file.Codec, frame);
            if (result >= 0)
            {
                _errorsSincePacket = 0;
                _clock.Count(frame);

                // What was set when a packet was sent comes out with its frame. Decoders that do not know that give what it was at first.
                HasJumped = frame->reordered_opaque > _jumpsShown;
                _jumpsShown = HasJumped ? frame->reordered_opaque : _jumpsShown;
                return DecodingOutcome.Frame;
            }

            bool isHungry = result == ffmpeg.AVERROR(ffmpeg.EAGAIN);
            if (result == ffmpeg.AVERROR_EOF || (isHungry ? !Feed() : !CountError()))
            {
                return DecodingOutcome.Ended;
            }

            // What is to be said now must not wait for a frame that may never come.
            if (isHungry && Others.HasRemark)
            {
                return DecodingOutcome.Remark;
            }
        }

        return DecodingOutcome.Ended;
    }

    /// <summary>Forgets what was fed, after the input was moved to another place.</summary>
    internal void Restart()
    {
        ffmpeg.avcodec_flush_buffers(_file.Codec);
        _clock.Restart();
        Others.Restart();
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
            long said = LastError.Count;
            int result = ffmpeg.av_read_frame(_file.Format, _packet);
            if (result < 0)
            {
                _isDraining = true;
                if (result == ffmpeg.AVERROR_EOF)
                {
                    Others.LookAtEnd(_clock.End);
                }

                return CanGoOnAfter(result, said) && ffmpeg.avcodec_send_packet(_file.Codec, null) >= 0;
            }

            Others.Look(_packet, _clock);
            bool isOurs = _packet->stream_index == _file.StreamIndex;
            result = isOurs ? Send() : 0;
            ffmpeg.av_packet_unref(_packet);
            if (result < 0 && !CountError())
            {
                return false;
            }

            if (isOurs || Others.HasRemark)
            {
                return true;
            }
        }

        // The decoder wants more although it was told that there is none.
        return false;
    }

    private int Send()
    {
        _errorsSincePacket = 0;
        _file.RefuseEncrypted(_packet);
        _clock.Place(_packet);
        _file.Codec->reordered_opaque = _clock.Jumps;
        return ffmpeg.avcodec_send_packet(_file.Codec, _packet);
    }

    // Whether the frames that the decoder still has are wanted.
    private bool CanGoOnAfter(int readResult, long saidBefore)
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
            // What decoders complained of before is not the reason.
            LastError.ForgetUntil(saidBefore);
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
