using System.Text.Json;
using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.RingCtl;

/// <summary>
/// What a frame says of its picture, in the names and words of ffprobe where it has such; as there, what is not known is left out. But rotation is
/// clockwise, as in docs/layout.md and in the tag "rotate" of FFmpeg; the number that ffprobe shows of a display matrix is counterclockwise.
/// </summary>
internal static class PictureJson
{
    internal static void Write(Utf8JsonWriter writer, in FrameMetadata frame)
    {
        WriteKnown(writer, "pix_fmt", FFmpegWords.Of(frame.Format));
        WriteKnown(writer, "field_order", FFmpegWords.Of(frame.Interlacing));
        WriteKnown(writer, "sample_aspect_ratio", FFmpegWords.Ratio(frame.SampleAspectRatio));
        writer.WriteNumber("rotation", frame.Turn);
        writer.WriteBoolean("mirrored", frame.Mirroring == Mirroring.LeftRight);
        WriteKnown(writer, "color_range", FFmpegWords.Of(frame.Range));
        WriteKnown(writer, "color_space", FFmpegWords.Of(frame.Matrix));
        WriteKnown(writer, "color_transfer", FFmpegWords.Of(frame.Transfer));
        WriteKnown(writer, "color_primaries", FFmpegWords.Of(frame.Primaries));
        WriteKnown(writer, "chroma_location", FFmpegWords.Of(frame.ChromaLocation));
        WriteKnown(writer, "r_frame_rate", FFmpegWords.Fraction(frame.FrameRate));
        WriteKnown(writer, "time_base", FFmpegWords.Fraction(frame.TimeBase));
        if (frame.Pts != FrameMetadata.NoPts)
        {
            writer.WriteNumber("pts", frame.Pts);
            WriteKnown(writer, "pts_time", FFmpegWords.Seconds(frame.Pts, frame.TimeBase));
        }
    }

    private static void WriteKnown(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
