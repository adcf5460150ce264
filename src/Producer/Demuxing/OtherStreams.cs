using FFmpeg.AutoGen;

namespace FrameRing.Producer.Demuxing;

/// <summary>
/// The streams that are not decoded. Their packets are not even read, but for one stream where it costs nothing: it shows that the input
/// goes on when the video has ended. Where none does, the input's header may tell it. Tells that, and streams that appear in the middle.
/// </summary>
internal sealed unsafe class OtherStreams
{
    private const long LongestSilence = 5L * ffmpeg.AV_TIME_BASE;
    private const long LongestDifference = ffmpeg.AV_TIME_BASE;
    private const long LongestGap = 10L * ffmpeg.AV_TIME_BASE;
    private const int NoStream = -1;

    // Demuxers that go through all bytes in their order anyway. Others would have to jump to and fro for a second stream.
    private static readonly string[] s_sequential = ["mpegts", "mpeg", "matroska,webm", "flv", "live_flv"];

    private static readonly AVRational s_microsecond = new() { num = 1, den = ffmpeg.AV_TIME_BASE };

    private readonly VideoInput _input;
    private readonly string _demuxer;
    private readonly bool _isSequential;
    private readonly bool _isEndless;
    private uint _known;
    private int _companion = NoStream;
    private long _last = long.MinValue;
    private long _sum;
    private long _time;
    private bool _isTold;
    private string? _remark;

    internal OtherStreams(VideoInput input)
    {
        _input = input;
        _demuxer = VideoInput.NameOf(input.Format->iformat);
        _isSequential = input.Format->pb != null && s_sequential.Contains(_demuxer);
        _isEndless = !input.CanSeek;
        _known = input.Format->nb_streams;

        // Sound is small, so it is the first choice; pictures do if there is none.
        int[] others = [.. Enumerable.Range(0, (int)_known).Where(index => IsOther(index) && IsFree(index)).OrderBy(IsVideo)];
        _companion = others.Length == 0 ? NoStream : others[0];

        for (int index = 0; index < _known; index++)
        {
            Discard(index, index != input.StreamIndex && index != _companion);
        }
    }

    /// <summary>Whether there is something to say.</summary>
    internal bool HasRemark => _remark is not null;

    /// <summary>What the user should know and was not told yet; null for nothing.</summary>
    internal string? TakeRemark()
    {
        string? remark = _remark;
        _remark = null;
        return remark;
    }

    /// <summary>Begins anew, after the input was moved to another place.</summary>
    internal void Restart() => (_last, _sum, _time) = (long.MinValue, 0, 0);

    /// <summary>Looks at every packet that was read.</summary>
    /// <param name="packet">A packet of any stream.</param>
    /// <param name="clock">That of the video.</param>
    internal void Look(AVPacket* packet, PacketClock clock)
    {
        if (_input.Format->nb_streams != _known)
        {
            TakeNew();
        }

        if (packet->stream_index == _companion && Advance(packet, clock.Offset) && _isEndless && !_isTold && !_input.IsStill && _time - clock.End > LongestSilence)
        {
            _isTold = true;
            _remark = FormattableString.Invariant($"nothing has come of video stream {_input.StreamIndex} for {LongestSilence / ffmpeg.AV_TIME_BASE} s, while {Name(_companion)} goes on");
        }
    }

    /// <summary>Looks whether others go on where the video has ended.</summary>
    /// <param name="end">Where the video ended, in microseconds from its start.</param>
    internal void LookAtEnd(long end)
    {
        if (_isTold || _input.IsStill)
        {
            return;
        }

        (int stream, long time) = _companion != NoStream ? (_companion, _time)
            : _demuxer == "dash" ? (NoStream, Math.Max(end, _input.Format->duration))
            : LongestByHeader(end);
        if (time - end > LongestDifference)
        {
            _isTold = true;
            _remark = FormattableString.Invariant($"video stream {_input.StreamIndex} has ended at {(double)end / ffmpeg.AV_TIME_BASE:0.0} s, while {(stream == NoStream ? "the input" : Name(stream))} goes on until {(double)time / ffmpeg.AV_TIME_BASE:0.0} s");
        }
    }

    // Two ways to the time of the companion, both from the start of the video: with the jumps of the video's clock, which is wrong while one of
    // them has jumped and the other has not, and by adding up its packets, which is wrong by a little more with each jump. Only what is
    // late both ways is late.
    private bool Advance(AVPacket* packet, long offset)
    {
        if (packet->dts == ffmpeg.AV_NOPTS_VALUE)
        {
            return false;
        }

        AVRational timeBase = _input.Format->streams[_companion]->time_base;
        long now = ffmpeg.av_rescale_q(packet->dts, timeBase, s_microsecond) - ffmpeg.av_rescale_q(_input.StartTime, _input.Stream->time_base, s_microsecond);
        long duration = ffmpeg.av_rescale_q(packet->duration, timeBase, s_microsecond);
        _sum = _last == long.MinValue ? now + duration : _sum + (now - _last is >= 0 and <= LongestGap ? now - _last : duration);
        _time = Math.Min(_sum, now + duration + offset);
        _last = now;
        return true;
    }

    // The headers of some files tell how long each stream is. That of a file which was cut off tells it of what is missing too.
    private (int Stream, long Time) LongestByHeader(long end)
    {
        (int Stream, long Time) longest = (NoStream, end);
        if (EndByHeader(_input.StreamIndex) is not { } own || Math.Abs(own - end) > LongestDifference)
        {
            return longest;
        }

        for (int index = 0; index < _known; index++)
        {
            if (IsOther(index) && EndByHeader(index) is { } time && time > longest.Time)
            {
                longest = (index, time);
            }
        }

        return longest;
    }

    private long? EndByHeader(int index)
    {
        AVStream* stream = _input.Format->streams[index];
        if (stream->duration <= 0)
        {
            return null;
        }

        long start = stream->start_time == ffmpeg.AV_NOPTS_VALUE ? 0 : stream->start_time;
        return ffmpeg.av_rescale_q(start + stream->duration, stream->time_base, s_microsecond)
            - ffmpeg.av_rescale_q(_input.StartTime, _input.Stream->time_base, s_microsecond);
    }

    private void TakeNew()
    {
        for (; _known < _input.Format->nb_streams; _known++)
        {
            int index = (int)_known;
            _companion = _companion == NoStream && IsOther(index) && IsFree(index) ? index : _companion;
            Discard(index, index != _companion);
            if (IsVideo(index))
            {
                _remark = FormattableString.Invariant($"{Name(index)} appears in the middle of the input and is not followed; the frames are those of video stream {_input.StreamIndex}{Advice()}");
            }
        }
    }

    private string Advice() => _demuxer == "mpegts" ? ". Where it takes the place of the other, add --format-option merge_pmt_versions=1" : string.Empty;

    private void Discard(int index, bool isDiscarded) =>
        _input.Format->streams[index]->discard = isDiscarded ? AVDiscard.AVDISCARD_ALL : AVDiscard.AVDISCARD_DEFAULT;

    // Whether its packets are read with those of the video anyway. In HLS a stream's id is the number of its list of parts, and the streams of one
    // list lie in the same files; those of another list would have to be loaded.
    private bool IsFree(int index) => _isSequential || (_demuxer.StartsWith("hls", StringComparison.Ordinal) && _input.Format->streams[index]->id == _input.Stream->id);

    // Sound, or moving pictures.
    private bool IsOther(int index) => IsSound(index) || (IsVideo(index) && (_input.Format->streams[index]->disposition & ffmpeg.AV_DISPOSITION_ATTACHED_PIC) == 0);

    private bool IsSound(int index) => _input.Format->streams[index]->codecpar->codec_type == AVMediaType.AVMEDIA_TYPE_AUDIO;

    private bool IsVideo(int index) => index != _input.StreamIndex && _input.Format->streams[index]->codecpar->codec_type == AVMediaType.AVMEDIA_TYPE_VIDEO;

    private string Name(int index) =>
        FormattableString.Invariant($"{(IsVideo(index) ? "video " : string.Empty)}stream {index} ({ffmpeg.avcodec_get_name(_input.Format->streams[index]->codecpar->codec_id)})");
}
