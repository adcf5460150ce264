using System.Runtime.InteropServices;
using FFmpeg.AutoGen;
using FrameRing.CommandLine;
using FrameRing.Producer.Decoding;
using FrameRing.Producer.Reporting;

namespace FrameRing.Producer.Sources.Files;

/// <summary>An opened file with one video stream and its decoder. Owns all three.</summary>
internal sealed unsafe class VideoFile : IDisposable
{
    private readonly string _input;
    private AVFormatContext* _format;
    private AVCodecContext* _codec;
    private PipeInput? _pipe;
    private StopFlag? _stop;

    private VideoFile(string input) => _input = input;

    internal AVFormatContext* Format => _format;

    internal AVCodecContext* Codec => _codec;

    internal AVStream* Stream => _format->streams[StreamIndex];

    internal int StreamIndex { get; private set; }

    internal string DecoderName { get; private set; } = string.Empty;

    /// <summary>The device that decodes; null for the processor.</summary>
    internal HardwareDevice? Device { get; private set; }

    /// <summary>Why there is no device although one was looked for; null if none was.</summary>
    internal string? DeviceRemark { get; private set; }

    /// <summary>What the frames become in the ring, as far as it is known before the first one; null if it is not.</summary>
    internal RingFormat? ExpectedFormat => Device is not null || _codec->pix_fmt == AVPixelFormat.AV_PIX_FMT_NONE ? null : RingFormat.For(_codec->pix_fmt);

    /// <summary>True if the decoder writes into slots.</summary>
    internal bool IsDirect => Device is null && (_codec->codec->capabilities & ffmpeg.AV_CODEC_CAP_DR1) != 0 && ExpectedFormat is not { IsConverted: true };

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
            throw new ToolException(FormattableString.Invariant($"Cannot go to {position.TotalSeconds:0.###} s in '{_input}': {FFmpegError.Describe(result)}."));
        }
    }

    /// <summary>Refuses an input that cannot go back to its start, before anything is published of it.</summary>
    internal void RequireSeeking()
    {
        // A pipe or a connection has no size. Demuxers without a byte stream of their own (RTSP, HLS) tell when they are asked to go back.
        if (_format->pb != null && ffmpeg.avio_size(_format->pb) <= 0)
        {
            throw new ToolException($"'{_input}' cannot be repeated: it cannot go back to its start. Use a file, or leave --loop out.");
        }
    }

    internal static VideoFile Open(FileSourceOptions options, SlotBufferPool pool, int threads)
    {
        VideoFile file = new(options.Input);
        try
        {
            FFmpegLog.Begin(options.LogLevel);
            file.OpenInput(options);
            file.OpenDecoder(options, pool, threads);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        fixed (AVCodecContext** codec = &_codec)
        {
            ffmpeg.avcodec_free_context(codec);
        }

        Device?.Dispose();

        fixed (AVFormatContext** format = &_format)
        {
            ffmpeg.avformat_close_input(format);
        }

        _stop?.Dispose();
        _stop = null;
        _pipe?.Dispose();
    }

    private void OpenInput(FileSourceOptions options)
    {
        _pipe = PipeInput.TryOpen(options.Input, options.Stop);
        string url = _pipe?.Url ?? (PipeInput.IsStandardInput(options.Input) ? "pipe:0" : options.Input);
        _stop = new StopFlag(options.Stop);
        _format = InputOpener.Open(options, url, _stop);
        if (options.Stream is null)
        {
            StreamIndex = ffmpeg.av_find_best_stream(_format, AVMediaType.AVMEDIA_TYPE_VIDEO, -1, -1, null, 0);
            if (StreamIndex < 0)
            {
                throw new ToolException($"'{options.Input}' has no video that could be decoded: {FFmpegError.Describe(StreamIndex)}.");
            }
        }
        else
        {
            StreamIndex = options.Stream.Find(_format);
            if (StreamIndex < 0)
            {
                throw new ToolException($"'{options.Input}' has no such video stream as --stream names. It has: {(StreamChoice.List(_format) is { Length: > 0 } list ? list : "none")}.");
            }
        }

        for (int index = 0; index < _format->nb_streams; index++)
        {
            _format->streams[index]->discard = index == StreamIndex ? AVDiscard.AVDISCARD_DEFAULT : AVDiscard.AVDISCARD_ALL;
        }
    }

    private void OpenDecoder(FileSourceOptions options, SlotBufferPool pool, int threads)
    {
        AVCodecParameters* parameters = Stream->codecpar;
        AVCodec* codec = options.Decoder is null ? ffmpeg.avcodec_find_decoder(parameters->codec_id) : ffmpeg.avcodec_find_decoder_by_name(options.Decoder);
        if (codec == null)
        {
            throw new ToolException(options.Decoder is null
                ? $"These FFmpeg libraries have no decoder for '{ffmpeg.avcodec_get_name(parameters->codec_id)}', the codec of '{options.Input}'."
                : $"There is no decoder '{options.Decoder}'. 'ffmpeg -decoders' lists those there are.");
        }

        DecoderName = Marshal.PtrToStringUTF8((nint)codec->name) ?? string.Empty;
        _codec = ffmpeg.avcodec_alloc_context3(codec);
        ffmpeg.avcodec_parameters_to_context(_codec, parameters);
        _codec->pkt_timebase = Stream->time_base;
        _codec->skip_frame = options.SkipFrame;
        _codec->thread_count = threads;
        _codec->thread_type = ffmpeg.FF_THREAD_FRAME | ffmpeg.FF_THREAD_SLICE;

        // Cropping stays undone: it would move the planes' start into the buffer and round the left edge.
        _codec->apply_cropping = 0;
#pragma warning disable CS0618 // With it decoder threads give buffers back at once instead of twice as many being in use; later versions do so always.
        _codec->thread_safe_callbacks = 1;
#pragma warning restore CS0618
        pool.Attach(_codec);
        Device = HardwareDevice.Open(codec, options.HardwareDevice, options.HardwareAddress, out string? remark);
        DeviceRemark = remark;
        Device?.Attach(_codec, pool);
        int result = ffmpeg.avcodec_open2(_codec, codec, null);
        if (result < 0)
        {
            throw new ToolException($"The decoder '{DecoderName}' does not start on '{options.Input}': {FFmpegError.Describe(result)}.");
        }
    }
}
