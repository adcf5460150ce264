using System.Runtime.InteropServices;

namespace FFmpeg.AutoGen.Tests.Decoding;

/// <summary>Gives a decoder memory of our own through get_buffer2 and counts what comes back.</summary>
internal sealed unsafe class CountingBuffers : IDisposable
{
    private const int Padding = 128;

    private readonly AVCodecContext_get_buffer2 _getBuffer;
    private readonly av_buffer_create_free _free;
    private readonly Dictionary<nint, ulong> _live = [];
    private readonly Lock _gate = new();

    public CountingBuffers()
    {
        _getBuffer = GetBuffer;
        _free = Free;
    }

    public int Given { get; private set; }

    public int Freed { get; private set; }

    public AVCodecContext_get_buffer2 Callback => _getBuffer;

    public bool Contains(byte* data)
    {
        lock (_gate)
        {
            return _live.Any(block => (nint)data >= block.Key && (nint)data < block.Key + (nint)block.Value);
        }
    }

    public void Dispose() => GC.KeepAlive(_free);

    private int GetBuffer(AVCodecContext* context, AVFrame* frame, int flags)
    {
        int width = frame->width;
        int height = frame->height;
        var alignment = new int_array8();
        ffmpeg.avcodec_align_dimensions2(context, &width, &height, ref alignment);
        var format = (AVPixelFormat)frame->format;
        var linesizes = new int_array4();
        // The width grows until every plane's stride is a multiple of what the decoder wants.
        for (int aligned = width; ; aligned += 16)
        {
            int result = ffmpeg.av_image_fill_linesizes(ref linesizes, format, aligned);
            if (result < 0)
            {
                return result;
            }

            if (linesizes[0] % 64 == 0 && linesizes[1] % 64 == 0 && linesizes[2] % 64 == 0)
            {
                break;
            }
        }

        var strides = new long_array4();
        for (uint plane = 0; plane < 4; plane++)
        {
            strides[plane] = linesizes[plane];
        }

        var sizes = new ulong_array4();
        int filled = ffmpeg.av_image_fill_plane_sizes(ref sizes, format, height, in strides);
        if (filled < 0)
        {
            return filled;
        }

        ulong total = 0;
        for (uint plane = 0; plane < 4; plane++)
        {
            total += sizes[plane] + Padding;
        }

        var memory = (byte*)NativeMemory.AlignedAlloc((nuint)total, 64);
        lock (_gate)
        {
            _live.Add((nint)memory, total);
            Given++;
        }

        AVBufferRef* buffer = ffmpeg.av_buffer_create(memory, total, _free, memory, 0);
        if (buffer == null)
        {
            Free(memory, memory);
            return ffmpeg.AVERROR(ffmpeg.ENOMEM);
        }

        frame->buf[0] = buffer;
        ulong offset = 0;
        for (uint plane = 0; plane < 4 && sizes[plane] > 0; plane++)
        {
            frame->data[plane] = memory + offset;
            frame->linesize[plane] = linesizes[plane];
            offset += (sizes[plane] + Padding - 1) / 64 * 64;
        }

        frame->extended_data = (byte**)System.Runtime.CompilerServices.Unsafe.AsPointer(ref frame->data);
        return 0;
    }

    private void Free(void* opaque, byte* data)
    {
        lock (_gate)
        {
            _live.Remove((nint)data);
            Freed++;
        }

        NativeMemory.AlignedFree(data);
    }
}
