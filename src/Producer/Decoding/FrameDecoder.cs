using FFmpeg.AutoGen;
using FrameRing.Media.Errors;
using FrameRing.Producer.Demuxing;

namespace FrameRing.Producer.Decoding;

/// <summary>Packets of one stream in, frames out with time stamps that go on, until the input has ended and the decoder is empty. Damage is counted and passed over.</summary>
internal sealed unsafe class FrameDecoder : IDisposable
{
    // Without a packet in between: a decoder that reports nothing but errors would be asked for ever. Damaged packets never end the input.
    private const int MaxErrorsWithoutPacket = 1000;

    private readonly VideoInput _input;
    private readonly AVCodecContext* _codec;
    private readonly CancellationToken _stop;
    private readonly PacketClock _clock;
    private AVPacket* _packet = ffmpeg.av_packet_alloc();
    private bool _isDraining;
    private int _errorsSincePacket;
    private long _corruptPackets;
    private long _jumpsShown;

    /// <param name="input">Where packets come from; stays the caller's.</param>
    /// <param name="decoder">Stays the caller's.</param>
    /// <param name="stop">Ends the input early, without an error.</param>
    internal FrameDecoder(VideoInput input, VideoDecoder decoder, CancellationToken stop)
    {
        _input = input;
        _codec = decoder.Codec;
        _stop = stop;
        _clock = new PacketClock(input, _codec);
        Others = new OtherStreams(input);
        _codec->reordered_opaque = 0;
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
            int result = ffmpeg.avcodec_receive_frame(_codec, frame);
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
        ffmpeg.avcodec_flush_buffers(_codec);
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
            int result = ffmpeg.av_read_frame(_input.Format, _packet);
            if (result < 0)
            {
                _isDraining = true;

                // Demuxers that are interrupted say that the input has ended.
                if (result == ffmpeg.AVERROR_EOF && !_stop.IsCancellationRequested)
                {
                    Others.LookAtEnd(_clock.End);
                }

                return CanGoOnAfter(result, said) && ffmpeg.avcodec_send_packet(_codec, null) >= 0;
            }

            Others.Look(_packet, _clock);
            bool isOurs = _packet->stream_index == _input.StreamIndex;
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
        _input.RefuseEncrypted(_packet);
        _clock.Place(_packet);
        _codec->reordered_opaque = _clock.Jumps;
        return ffmpeg.avcodec_send_packet(_codec, _packet);
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
