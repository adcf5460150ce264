using System.Runtime.InteropServices;

namespace FFmpeg.AutoGen.Tests.Decoding;

public sealed class DirectDecodeTests
{
    [Theory]
    [InlineData("mpeg4", 25, 160, 120)]
    [InlineData("ffv1", 13, 64, 48)]
    public void Every_frame_of_a_clip_lies_in_a_buffer_of_the_callback(string codec, int frames, int width, int height)
    {
        Assert.SkipUnless(CommandLineTool.Exists("ffmpeg"), "ffmpeg is not installed: there is no clip to decode.");
        using var folder = new TemporaryFolder();
        string clip = folder.File("clip.mkv");
        (int exitCode, string errors) = CommandLineTool.Run(
            "ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", $"testsrc=size={width}x{height}:rate=25",
            "-frames:v", $"{frames}", "-pix_fmt", "yuv420p", "-c:v", codec, "-threads", "1", clip);
        Assert.True(exitCode == 0, errors);

        using var pool = new CountingBuffers();
        using (var decoder = new ClipDecoder(clip, pool))
        {
            Assert.Equal(frames, decoder.DecodeAll((w, h, inPool) =>
            {
                Assert.Equal((width, height), (w, h));
                Assert.True(inPool, "the picture is not in a buffer of the callback");
            }));
        }

        Assert.True(pool.Given > 0);
        Assert.Equal(pool.Given, pool.Freed);
    }

    [Fact]
    public unsafe void A_missing_file_is_an_error_code_with_a_text()
    {
        AVFormatContext* format = null;
        int result = ffmpeg.avformat_open_input(&format, "/nonexistent/clip.mkv", null, null);
        Assert.Equal(ffmpeg.AVERROR(2), result);
        byte* text = stackalloc byte[ffmpeg.AV_ERROR_MAX_STRING_SIZE];
        ffmpeg.av_strerror(result, text, ffmpeg.AV_ERROR_MAX_STRING_SIZE);
        Assert.Equal("No such file or directory", Marshal.PtrToStringUTF8((nint)text));
    }

    [Fact]
    public unsafe void Names_pixel_formats_and_plane_sizes_cross_the_border()
    {
        Assert.Equal("h264", ffmpeg.avcodec_get_name(AVCodecID.AV_CODEC_ID_H264));
        Assert.Equal(AVPixelFormat.AV_PIX_FMT_NV12, ffmpeg.av_get_pix_fmt("nv12"));
        Assert.Null(ffmpeg.av_get_pix_fmt_name(AVPixelFormat.AV_PIX_FMT_NONE));
        AVPixFmtDescriptor* descriptor = ffmpeg.av_pix_fmt_desc_get(AVPixelFormat.AV_PIX_FMT_YUV420P10LE);
        Assert.Equal((3, 1, 10), (descriptor->nb_components, descriptor->log2_chroma_w, descriptor->comp[0].depth));

        var linesizes = new int_array4();
        Assert.True(ffmpeg.av_image_fill_linesizes(ref linesizes, AVPixelFormat.AV_PIX_FMT_YUV420P, 640) >= 0);
        Assert.Equal((640, 320, 320, 0), (linesizes[0], linesizes[1], linesizes[2], linesizes[3]));
        var strides = new long_array4();
        for (uint plane = 0; plane < 4; plane++)
        {
            strides[plane] = linesizes[plane];
        }

        var sizes = new ulong_array4();
        Assert.True(ffmpeg.av_image_fill_plane_sizes(ref sizes, AVPixelFormat.AV_PIX_FMT_YUV420P, 480, in strides) >= 0);
        Assert.Equal((640UL * 480, 320UL * 240), (sizes[0], sizes[1]));
        Assert.Equal(1000, ffmpeg.av_rescale_q(1, new AVRational { num = 1, den = 1 }, new AVRational { num = 1, den = 1000 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new int_array4()[4]);
    }
}
