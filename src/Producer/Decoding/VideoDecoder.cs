using System.Runtime.InteropServices;
using FFmpeg.AutoGen;
using FrameRing.CommandLine.Errors;
using FrameRing.Media.Errors;
using FrameRing.Producer.Demuxing;

namespace FrameRing.Producer.Decoding;

/// <summary>The decoder of an input's video stream, and the device that it uses.</summary>
internal sealed unsafe class VideoDecoder : IDisposable
{
    private AVCodecContext* _codec;

    private VideoDecoder()
    {
    }

    internal AVCodecContext* Codec => _codec;

    internal string Name { get; private set; } = string.Empty;

    /// <summary>The device that decodes; null for the processor.</summary>
    internal HardwareDevice? Device { get; private set; }

    /// <summary>Why there is no device although one was looked for; null if none was.</summary>
    internal string? DeviceRemark { get; private set; }

    /// <summary>What the frames become in the ring, as far as it is known before the first one; null if it is not.</summary>
    internal RingFormat? ExpectedFormat => Device is not null || _codec->pix_fmt == AVPixelFormat.AV_PIX_FMT_NONE ? null : RingFormat.For(_codec->pix_fmt);

    /// <summary>True if the decoder writes into slots.</summary>
    internal bool IsDirect => Device is null && (_codec->codec->capabilities & ffmpeg.AV_CODEC_CAP_DR1) != 0 && ExpectedFormat is not { IsConverted: true };

    /// <summary>Opens it.</summary>
    /// <param name="input">Whose stream is decoded.</param>
    /// <param name="options">How.</param>
    /// <param name="pool">Gives the decoder its buffers, and outlives it.</param>
    /// <param name="threads">Number of its threads.</param>
    /// <returns>The decoder; the caller disposes it, before the input.</returns>
    /// <exception cref="ToolException">There is no such decoder or device, or it does not start.</exception>
    internal static VideoDecoder Open(VideoInput input, DecoderOptions options, SlotBufferPool pool, int threads)
    {
        VideoDecoder decoder = new();
        try
        {
            decoder.Start(input, options, pool, threads);
            return decoder;
        }
        catch
        {
            decoder.Dispose();
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
    }

    private void Start(VideoInput input, DecoderOptions options, SlotBufferPool pool, int threads)
    {
        AVCodecParameters* parameters = input.Stream->codecpar;
        AVCodec* codec = options.Decoder is null ? ffmpeg.avcodec_find_decoder(parameters->codec_id) : ffmpeg.avcodec_find_decoder_by_name(options.Decoder);
        if (codec == null)
        {
            throw new ToolException(options.Decoder is null
                ? $"These FFmpeg libraries ({ffmpeg.av_version_info()}) have no decoder for '{input.CodecName}', the codec of '{input.ShownInput}'."
                : $"There is no decoder '{options.Decoder}'. 'ffmpeg -decoders' lists those there are.");
        }

        Name = Marshal.PtrToStringUTF8((nint)codec->name) ?? string.Empty;
        _codec = ffmpeg.avcodec_alloc_context3(codec);
        ffmpeg.avcodec_parameters_to_context(_codec, parameters);
        _codec->pkt_timebase = input.Stream->time_base;
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
            throw new ToolException($"The decoder '{Name}' does not start on '{input.ShownInput}': {FFmpegError.WithLastLine(FFmpegError.Describe(result))}.");
        }
    }
}
