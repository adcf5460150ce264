using System.Runtime.InteropServices;
using FFmpeg.AutoGen;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine.Files;
using FrameRing.CommandLine.Streams;
using FrameRing.Formats;
using FrameRing.Media.Errors;

namespace FrameRing.Producer.Demuxing;

/// <summary>An opened file or URL and the video stream that was chosen of it.</summary>
internal sealed unsafe class VideoInput : IDisposable
{
    private readonly string _shown;
    private AVFormatContext* _format;
    private TextPath? _path;
    private PipeInput? _pipe;
    private InputAddress? _address;
    private StopFlag? _stop;

    private VideoInput(string shown) => _shown = shown;

    /// <summary>The input for messages, without secrets.</summary>
    internal string ShownInput => _shown;

    internal AVFormatContext* Format => _format;

    internal AVStream* Stream => _format->streams[StreamIndex];

    internal int StreamIndex { get; private set; }

    /// <summary>Whether the input can go back. A pipe or a connection has no size.</summary>
    internal bool CanSeek => _format->pb == null || ffmpeg.avio_size(_format->pb) > 0;

    /// <summary>The time stamp that the frames are counted from, in the stream's time base.</summary>
    internal long StartTime { get; private set; }

    /// <summary>True for one picture without a rate: the cover of a sound file, or a picture file.</summary>
    internal bool IsStill { get; private set; }

    /// <summary>True for a picture that is attached to something else, mostly sound. What such a stream says of times is not about the picture.</summary>
    internal bool IsCover => (Stream->disposition & ffmpeg.AV_DISPOSITION_ATTACHED_PIC) != 0;

    /// <summary>The codec's name; its four letters in the file where FFmpeg has no name for it.</summary>
    internal string CodecName => Stream->codecpar->codec_id != AVCodecID.AV_CODEC_ID_NONE || Stream->codecpar->codec_tag == 0
        ? ffmpeg.avcodec_get_name(Stream->codecpar->codec_id)
        : new FourCC(Stream->codecpar->codec_tag).ToString();

    /// <summary>Goes to the key frame at or before a position, counted from the start of the file.</summary>
    internal void SeekTo(TimeSpan position)
    {
        long start = _format->start_time == ffmpeg.AV_NOPTS_VALUE ? 0 : _format->start_time;
        long target = start + (long)(position.TotalSeconds * ffmpeg.AV_TIME_BASE);

        // MPEG streams have no index: a search for the first time stamp ends behind the first key frame. Their start is byte 0.
        int flags = _format->iformat->flags;
        bool isByteZero = position == TimeSpan.Zero && (flags & ffmpeg.AVFMT_TS_DISCONT) != 0 && (flags & ffmpeg.AVFMT_NO_BYTE_SEEK) == 0;
        int result = isByteZero
            ? ffmpeg.avformat_seek_file(_format, -1, 0, 0, 0, ffmpeg.AVSEEK_FLAG_BYTE)
            : ffmpeg.avformat_seek_file(_format, -1, long.MinValue, target, target, 0);
        if (result < 0)
        {
            throw new ToolException(FormattableString.Invariant($"Cannot go to {position.TotalSeconds:0.###} s in '{_shown}': {FFmpegError.Describe(result)}."));
        }
    }

    /// <summary>Refuses an input that cannot go back to its start, before anything is published of it.</summary>
    internal void RequireSeeking()
    {
        // Demuxers without a byte stream of their own (RTSP, HLS) tell when they are asked to go back.
        if (!CanSeek)
        {
            throw new ToolException($"'{_shown}' cannot be repeated: it cannot go back to its start. Use a file, or leave --loop out.");
        }
    }

    /// <summary>Refuses a packet that the demuxer could not decrypt: what a decoder makes of it is no picture.</summary>
    internal void RefuseEncrypted(AVPacket* packet)
    {
        if (packet->side_data_elems > 0 && ffmpeg.av_packet_get_side_data(packet, AVPacketSideDataType.AV_PKT_DATA_ENCRYPTION_INFO, null) != null)
        {
            throw new ToolException($"The video of '{_shown}' is encrypted, and there is no key for it. Give the key: --format-option decryption_key=<hex>.");
        }
    }

    /// <summary>A demuxer's name.</summary>
    internal static string NameOf(AVInputFormat* demuxer) => Marshal.PtrToStringUTF8((nint)demuxer->name) ?? string.Empty;

    /// <summary>Opens it.</summary>
    /// <param name="options">What to open, and which stream.</param>
    /// <returns>The input; the caller disposes it, after its decoder.</returns>
    /// <exception cref="ToolException">It cannot be opened, or has no such video.</exception>
    internal static VideoInput Open(DemuxerOptions options)
    {
        VideoInput input = new(options.ShownInput);
        try
        {
            FFmpegLog.Begin(options.LogLevel, StandardError.WriteLine);
            input.OpenInput(options);
            return input;
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        fixed (AVFormatContext** format = &_format)
        {
            ffmpeg.avformat_close_input(format);
        }

        _stop?.Dispose();
        _stop = null;
        _pipe?.Dispose();
        _path?.Dispose();
    }

    private void OpenInput(DemuxerOptions options)
    {
        _path = TextPath.Of(options.Input);
        _pipe = PipeInput.TryOpen(_path.Text, options.Stop);
        _address = InputAddress.Of(_path.Text, _pipe);
        _stop = new StopFlag(options.Stop);
        _format = InputOpener.Open(options, _address, _stop);
        if (options.Stream is null)
        {
            StreamIndex = StreamScore.FindBest(_format);
            StreamIndex = StreamIndex >= 0 ? StreamIndex : ffmpeg.av_find_best_stream(_format, AVMediaType.AVMEDIA_TYPE_VIDEO, -1, -1, null, 0);
            if (StreamIndex < 0)
            {
                throw new ToolException($"'{options.ShownInput}' has no video that could be decoded: {FFmpegError.WithLastLine(FFmpegError.Describe(StreamIndex))}.");
            }
        }
        else
        {
            StreamIndex = options.Stream.Find(_format);
            if (StreamIndex < 0)
            {
                throw new ToolException($"'{options.ShownInput}' has no such video stream as --stream names. It has: {(StreamChoice.List(_format) is { Length: > 0 } list ? list : "none")}.");
            }
        }

        StartTime = FindStartTime();
        IsStill = IsStillPicture();
    }

    // Files begin at any time; like the ffmpeg command, frames are counted from the start of the file. Formats whose clocks may jump
    // (MPEG-TS) count from the start of the streams that are used, so that sound which begins earlier moves nothing.
    private long FindStartTime()
    {
        bool isOwnClock = (_format->iformat->flags & ffmpeg.AVFMT_TS_DISCONT) != 0;
        if (isOwnClock && Stream->start_time != ffmpeg.AV_NOPTS_VALUE)
        {
            return Stream->start_time;
        }

        return _format->start_time == ffmpeg.AV_NOPTS_VALUE
            ? 0
            : ffmpeg.av_rescale_q(_format->start_time, new AVRational { num = 1, den = ffmpeg.AV_TIME_BASE }, Stream->time_base);
    }

    // The demuxers of picture files are called after the format, like png_pipe; that of sequences tells how many there are.
    private bool IsStillPicture()
    {
        string demuxer = NameOf(_format->iformat);
        return IsCover || (demuxer == "image2" && Stream->duration == 1) || (demuxer.EndsWith("_pipe", StringComparison.Ordinal) && _address is { IsFile: true });
    }
}
