using FFmpeg.AutoGen;

namespace FrameRing.Producer.Demuxing;

/// <summary>
/// Where the time stamps of one stream's packets jump, and where they would be if they did not: as the ffmpeg command keeps it, in decoding
/// order, in which pictures that are shown later than they are decoded are no step back.
/// </summary>
internal sealed unsafe class PacketClock
{
    // The ffmpeg command's -dts_delta_threshold, for formats whose clocks may be set anew in the middle, as MPEG-TS.
    private const long LongestGap = 10L * ffmpeg.AV_TIME_BASE;

    // A step back is a jump sooner: there is no such thing in one recording.
    private const long LongestStepBack = ffmpeg.AV_TIME_BASE / 10;

    // The ffmpeg command's -dts_error_threshold, for all other formats: what is so far away is a mistake.
    private const long LongestError = 30L * 3600 * ffmpeg.AV_TIME_BASE;

    private const long Unknown = long.MinValue;

    private static readonly AVRational s_microsecond = new() { num = 1, den = ffmpeg.AV_TIME_BASE };

    private readonly VideoInput _input;
    private readonly AVCodecContext* _codec;
    private readonly AVRational _timeBase;
    private readonly bool _canJump;
    private readonly long _start;
    private long _offset;
    private long _last;
    private long _dts;
    private long _pts;
    private long _nextDts;
    private long _nextPts;
    private long _duration;
    private int _framesOfPacket;

    /// <param name="input">The stream; stays the caller's.</param>
    /// <param name="codec">Its decoder; stays the caller's.</param>
    internal PacketClock(VideoInput input, AVCodecContext* codec)
    {
        _input = input;
        _codec = codec;
        _timeBase = input.Stream->time_base;
        _canJump = (input.Format->iformat->flags & ffmpeg.AVFMT_TS_DISCONT) != 0;
        _start = ToMicroseconds(input.StartTime);
        Restart();
    }

    /// <summary>Jumps met since the start.</summary>
    internal long Jumps { get; private set; }

    /// <summary>Where the next packet is expected, in microseconds from the start of the stream, jumps left out; 0 if there was none.</summary>
    internal long End => Math.Max(0, _nextDts == Unknown ? _last : _nextDts);

    /// <summary>What jumps have moved the stream by, in microseconds.</summary>
    internal long Offset => _offset;

    /// <summary>Begins anew, after the input was moved to another place.</summary>
    internal void Restart()
    {
        _offset = 0;
        _last = _nextDts = _nextPts = Unknown;
        AVRational rate = _input.Stream->avg_frame_rate;
        _dts = rate is { num: > 0, den: > 0 } ? -_codec->has_b_frames * (long)ffmpeg.AV_TIME_BASE * rate.den / rate.num : 0;
        _pts = 0;
    }

    /// <summary>Moves a packet's time stamps to where they would be without jumps. For every packet of the stream, before it is decoded.</summary>
    internal void Place(AVPacket* packet)
    {
        Move(packet, _offset);
        long time = TimeOf(packet->dts);
        if (time != Unknown && _canJump)
        {
            FollowJump(packet, time);
        }
        else if (time != Unknown && _nextDts != Unknown)
        {
            DropErrors(packet, time);
        }

        time = TimeOf(packet->dts);
        _last = time == Unknown ? _last : time;
        Count(packet, time);
    }

    /// <summary>Counts a frame that came out of the decoder.</summary>
    internal void Count(AVFrame* frame)
    {
        long time = TimeOf(frame->best_effort_timestamp);
        long duration = frame->pkt_duration > 0 ? ToMicroseconds(frame->pkt_duration) : _duration;
        if (++_framesOfPacket > 1)
        {
            _nextDts = _nextDts == Unknown || _duration == 0 ? Unknown : _nextDts + _duration;
        }

        _nextPts = (time == Unknown ? _nextPts : time) + duration;
        _pts = _nextPts;
        _dts = _nextDts;
    }

    private void FollowJump(AVPacket* packet, long time)
    {
        // Without an expectation the distance to the packet before tells.
        long expected = _nextDts == Unknown ? _last : _nextDts;
        bool isStepBack = _nextDts != Unknown && time + LongestStepBack < Math.Max(_pts, _dts);
        if (expected == Unknown || (Math.Abs(time - expected) <= LongestGap && !isStepBack))
        {
            return;
        }

        _offset -= time - expected;
        Move(packet, expected - time);

        // The first pictures may be decoded long before they are shown, which looks like a step back of no length.
        Jumps += Math.Abs(time - expected) > LongestStepBack ? 1 : 0;
    }

    private void DropErrors(AVPacket* packet, long time)
    {
        if (Math.Abs(time - _nextDts) > LongestError)
        {
            packet->dts = ffmpeg.AV_NOPTS_VALUE;
        }

        if (TimeOf(packet->pts) is var shown and not Unknown && Math.Abs(shown - _nextDts) > LongestError)
        {
            packet->pts = ffmpeg.AV_NOPTS_VALUE;
        }
    }

    // What is expected of the next packet.
    private void Count(AVPacket* packet, long time)
    {
        _nextDts = time != Unknown ? time : _nextDts != Unknown ? _nextDts : _dts;
        _nextPts = _nextPts == Unknown ? _pts : _nextPts;
        (_dts, _pts) = (_nextDts, _nextPts);
        _duration = packet->duration > 0 ? ToMicroseconds(packet->duration) : FrameTime();
        _nextDts = _duration == 0 || _nextDts == Unknown ? Unknown : _nextDts + _duration;
        _framesOfPacket = 0;
    }

    private long FrameTime()
    {
        AVRational rate = _codec->framerate is { num: > 0, den: > 0 } told ? told : _input.Stream->avg_frame_rate;
        return rate is { num: > 0, den: > 0 } ? (long)ffmpeg.AV_TIME_BASE * rate.den / rate.num : 0;
    }

    private void Move(AVPacket* packet, long microseconds)
    {
        if (microseconds == 0)
        {
            return;
        }

        long ticks = ffmpeg.av_rescale_q(microseconds, s_microsecond, _timeBase);
        packet->dts += packet->dts == ffmpeg.AV_NOPTS_VALUE ? 0 : ticks;
        packet->pts += packet->pts == ffmpeg.AV_NOPTS_VALUE ? 0 : ticks;
    }

    private long TimeOf(long ticks) => ticks == ffmpeg.AV_NOPTS_VALUE ? Unknown : ToMicroseconds(ticks) - _start;

    private long ToMicroseconds(long ticks) => ffmpeg.av_rescale_q(ticks, _timeBase, s_microsecond);
}
