namespace FFmpeg.AutoGen.Tests.Decoding;

/// <summary>Decodes the video of a file from its first frame to its last.</summary>
internal sealed unsafe class ClipDecoder : IDisposable
{
    private readonly CountingBuffers _buffers;
    private readonly int _stream;
    private AVFormatContext* _format;
    private AVCodecContext* _context;
    private AVPacket* _packet = ffmpeg.av_packet_alloc();
    private AVFrame* _frame = ffmpeg.av_frame_alloc();

    public ClipDecoder(string path, CountingBuffers buffers)
    {
        _buffers = buffers;
        AVFormatContext* format = null;
        Check(ffmpeg.avformat_open_input(&format, path, null, null));
        _format = format;
        Check(ffmpeg.avformat_find_stream_info(format, null));
        AVCodec* codec;
        _stream = Check(ffmpeg.av_find_best_stream(format, AVMediaType.AVMEDIA_TYPE_VIDEO, -1, -1, &codec, 0));
        Assert.NotEqual(0, codec->capabilities & ffmpeg.AV_CODEC_CAP_DR1);
        _context = ffmpeg.avcodec_alloc_context3(codec);
        Check(ffmpeg.avcodec_parameters_to_context(_context, format->streams[_stream]->codecpar));
        _context->get_buffer2 = buffers.Callback;
#pragma warning disable CS0618 // libavcodec 59 still asks for it; from 60 on every callback counts as thread-safe.
        _context->thread_safe_callbacks = 1;
#pragma warning restore CS0618
        Check(ffmpeg.avcodec_open2(_context, codec, null));
    }

    public int DecodeAll(Action<int, int, bool> onFrame)
    {
        int count = 0;
        int read;
        while ((read = ffmpeg.av_read_frame(_format, _packet)) >= 0)
        {
            if (_packet->stream_index == _stream)
            {
                Check(ffmpeg.avcodec_send_packet(_context, _packet));
                count += Receive(onFrame);
            }

            ffmpeg.av_packet_unref(_packet);
        }

        Assert.Equal(ffmpeg.AVERROR_EOF, read);
        Check(ffmpeg.avcodec_send_packet(_context, null));
        return count + Receive(onFrame);
    }

    public void Dispose()
    {
        fixed (AVFrame** frame = &_frame)
        fixed (AVPacket** packet = &_packet)
        fixed (AVCodecContext** context = &_context)
        fixed (AVFormatContext** format = &_format)
        {
            ffmpeg.av_frame_free(frame);
            ffmpeg.av_packet_free(packet);
            ffmpeg.avcodec_free_context(context);
            ffmpeg.avformat_close_input(format);
        }
    }

    private int Receive(Action<int, int, bool> onFrame)
    {
        int count = 0;
        int result;
        while ((result = ffmpeg.avcodec_receive_frame(_context, _frame)) >= 0)
        {
            Assert.True(ffmpeg.av_buffer_get_ref_count(_frame->buf[0]) >= 1);
            onFrame(_frame->width, _frame->height, _buffers.Contains(_frame->data[0]));
            ffmpeg.av_frame_unref(_frame);
            count++;
        }

        Assert.True(result == ffmpeg.AVERROR(ffmpeg.EAGAIN) || result == ffmpeg.AVERROR_EOF, $"avcodec_receive_frame: {result}");
        return count;
    }

    private static int Check(int result)
    {
        Assert.True(result >= 0, $"FFmpeg error {result}");
        return result;
    }
}
