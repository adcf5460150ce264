using System.Runtime.InteropServices;
using FFmpeg.AutoGen;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine.Streams;
using FrameRing.Producer.Decoding;
using FrameRing.Media.Errors;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>Decodes what a camera compresses, into slots. Owns the decoder and the pool that gives it slots.</summary>
internal sealed unsafe class CameraDecoder : IDisposable
{
    private AVCodecContext* _codec;
    private AVPacket* _packet;

    /// <param name="codecId">What the camera gives.</param>
    /// <param name="decoder">The decoder's name; null for FFmpeg's choice.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="logLevel">What FFmpeg's libraries print.</param>
    /// <param name="stop">The end of the run.</param>
    internal CameraDecoder(AVCodecID codecId, string? decoder, int width, int height, int logLevel, CancellationToken stop)
    {
        FFmpegLog.Begin(logLevel, StandardError.WriteLine);
        AVCodec* codec = decoder is null ? ffmpeg.avcodec_find_decoder(codecId) : ffmpeg.avcodec_find_decoder_by_name(decoder);
        if (codec == null)
        {
            throw new ToolException(decoder is null
                ? $"These FFmpeg libraries have no decoder for '{ffmpeg.avcodec_get_name(codecId)}', which the camera gives. Choose another format with --input-format."
                : $"There is no decoder '{decoder}'. 'ffmpeg -decoders' lists those there are.");
        }

        Name = Marshal.PtrToStringUTF8((nint)codec->name) ?? string.Empty;
        Pool = new SlotBufferPool(stop) { IsLive = true };
        _packet = ffmpeg.av_packet_alloc();
        _codec = ffmpeg.avcodec_alloc_context3(codec);
        _codec->width = width;
        _codec->height = height;

        // Threads by frames would keep each picture back by one for every thread.
        _codec->thread_count = Math.Min(Environment.ProcessorCount, 4);
        _codec->thread_type = ffmpeg.FF_THREAD_SLICE;
        _codec->flags |= ffmpeg.AV_CODEC_FLAG_LOW_DELAY;
        _codec->apply_cropping = 0;
        Pool.Attach(_codec);
        int result = ffmpeg.avcodec_open2(_codec, codec, null);
        if (result < 0)
        {
            Dispose();
            throw new ToolException($"The decoder '{Name}' does not start: {FFmpegError.Describe(result)}.");
        }

        try
        {
            Slots = Plan(codecId, width, height);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal string Name { get; }

    internal SlotBufferPool Pool { get; }

    internal SlotPlan Slots { get; }

    /// <summary>Gives the decoder a compressed picture. Damage shows in the frames, or as none.</summary>
    /// <param name="data">Its bytes; copied.</param>
    /// <param name="pts">What its frame will carry.</param>
    /// <param name="isKey">Whether it stands for itself.</param>
    /// <returns>False if the decoder cannot use it.</returns>
    internal bool TrySend(ReadOnlySpan<byte> data, long pts, bool isKey)
    {
        if (ffmpeg.av_new_packet(_packet, data.Length) < 0)
        {
            return false;
        }

        data.CopyTo(new Span<byte>(_packet->data, data.Length));
        _packet->pts = pts;
        _packet->dts = pts;
        _packet->flags = isKey ? ffmpeg.AV_PKT_FLAG_KEY : 0;
        int result = ffmpeg.avcodec_send_packet(_codec, _packet);
        ffmpeg.av_packet_unref(_packet);
        return result >= 0;
    }

    /// <summary>Takes a decoded frame.</summary>
    /// <param name="frame">An empty frame.</param>
    /// <param name="isDamaged">Whether the decoder gave up on what it was given.</param>
    /// <returns>False if there is none yet.</returns>
    internal bool TryReceive(AVFrame* frame, out bool isDamaged)
    {
        int result = ffmpeg.avcodec_receive_frame(_codec, frame);
        isDamaged = result < 0 && result != ffmpeg.AVERROR(ffmpeg.EAGAIN) && result != ffmpeg.AVERROR_EOF;
        return result >= 0;
    }

    /// <summary>Forgets what was fed, after a gap.</summary>
    internal void Restart()
    {
        ffmpeg.avcodec_flush_buffers(_codec);
        Pool.Larger.Forget();
    }

    public void Dispose()
    {
        fixed (AVCodecContext** codec = &_codec)
        {
            ffmpeg.avcodec_free_context(codec);
        }

        fixed (AVPacket** packet = &_packet)
        {
            ffmpeg.av_packet_free(packet);
        }

        Pool.Dispose();
    }

    // A JPEG has at most a chroma sample for two pixels; other codecs mostly one for four, and may hold 16 pictures to refer to.
    private SlotPlan Plan(AVCodecID codecId, int width, int height)
    {
        bool isIntra = CompressedFormats.IsIntraOnly(codecId);
        AVPixelFormat format = isIntra ? AVPixelFormat.AV_PIX_FMT_YUV422P : AVPixelFormat.AV_PIX_FMT_YUV420P;
        if (!PlaneArrangement.TryCreate(_codec, format, (width + 15) / 16 * 16, (height + 15) / 16 * 16, out PlaneArrangement planes))
        {
            throw new ToolException("The camera's picture size is not possible.");
        }

        int inFlight = isIntra ? 2 : 18;
        return new SlotPlan(inFlight + SlotPlan.ReadableWindow, inFlight + 1, planes.TotalSize, $"{inFlight} for the decoder + {SlotPlan.ReadableWindow} for readers", $"{inFlight} for the decoder + 1 for readers");
    }
}
