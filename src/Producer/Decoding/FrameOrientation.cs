using FFmpeg.AutoGen;

namespace FrameRing.Producer.Decoding;

/// <summary>
/// How each frame of a stream is shown. What comes with the frame (EXIF of a JPEG, an orientation message of H.264 or HEVC) goes before what the file
/// says of the stream. Allocates nothing.
/// </summary>
/// <param name="codec">The stream's codec.</param>
/// <param name="ofStream">What the file says.</param>
internal sealed unsafe class FrameOrientation(AVCodecID codec, Orientation ofStream)
{
    private const int MatrixLength = 9;

    // An H.264 message holds until the next sequence begins, but that decoder tells it of the frame that carries it and of no other. All other
    // decoders tell it of every frame for which it holds.
    private readonly bool _lasts = codec == AVCodecID.AV_CODEC_ID_H264;
    private readonly Orientation _ofStream = ofStream;
    private Orientation _last = ofStream;

    /// <summary>What the file says of a stream; as it lies if it says nothing.</summary>
    internal static Orientation OfStream(AVStream* stream)
    {
        ulong size;
        byte* matrix = ffmpeg.av_stream_get_side_data(stream, AVPacketSideDataType.AV_PKT_DATA_DISPLAYMATRIX, &size);
        return OfMatrix(matrix, size);
    }

    /// <summary>Of the next frame, in the order in which they are shown.</summary>
    internal Orientation Of(AVFrame* frame)
    {
        AVFrameSideData* own = ffmpeg.av_frame_get_side_data(frame, AVFrameSideDataType.AV_FRAME_DATA_DISPLAYMATRIX);
        if (own != null)
        {
            _last = OfMatrix(own->data, own->size);
        }
        else if (frame->key_frame != 0 || !_lasts)
        {
            _last = _ofStream;
        }

        return _last;
    }

    private static Orientation OfMatrix(byte* matrix, ulong size) =>
        matrix == null || size < MatrixLength * sizeof(int) ? default : Orientation.OfMatrix(new ReadOnlySpan<int>(matrix, MatrixLength));
}
