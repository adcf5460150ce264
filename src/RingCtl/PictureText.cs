using System.Globalization;
using FrameRing.Formats;
using FrameRing.Layout;

namespace FrameRing.RingCtl;

/// <summary>What a frame says of its picture, as lines for people.</summary>
internal static class PictureText
{
    private const string None = "-";

    internal static IEnumerable<(string Label, string Value)> Lines(FrameMetadata frame) =>
    [
        ("time", Time(frame)),
        ("nominal rate", FFmpegWords.Fraction(frame.FrameRate) is { } rate ? $"{rate} frames/s" : None),
        ("shown", $"{Turn(frame)}, pixel aspect {FFmpegWords.Ratio(frame.SampleAspectRatio) ?? "not told"}"),
        ("field order", FieldOrder(frame.Interlacing)),
        ("colour", $"primaries {FFmpegWords.Of(frame.Primaries) ?? None}, transfer {FFmpegWords.Of(frame.Transfer) ?? None}, matrix {FFmpegWords.Of(frame.Matrix) ?? None}, "
            + $"range {FFmpegWords.Of(frame.Range) ?? None}, chroma location {FFmpegWords.Of(frame.ChromaLocation) ?? None}"),
    ];

    private static string Time(in FrameMetadata frame)
    {
        if (frame.Pts == FrameMetadata.NoPts)
        {
            return None;
        }

        string pts = string.Create(CultureInfo.InvariantCulture, $"pts {frame.Pts}");
        return FFmpegWords.Seconds(frame.Pts, frame.TimeBase) is { } seconds ? $"{seconds} s ({pts}, time base {FFmpegWords.Fraction(frame.TimeBase)})" : pts;
    }

    private static string Turn(in FrameMetadata frame)
    {
        int degrees = frame.Turn;
        string turn = degrees == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"turned clockwise by {degrees} degrees");
        return frame.Mirroring != Mirroring.LeftRight ? turn.Length == 0 ? "as it lies" : turn
            : turn.Length == 0 ? "mirrored left to right" : $"mirrored left to right, then {turn}";
    }

    private static string FieldOrder(Interlacing value) => (FFmpegWords.Of(value) ?? None) + value switch
    {
        Interlacing.TopFieldFirst => " (interlaced, top field first)",
        Interlacing.BottomFieldFirst => " (interlaced, bottom field first)",
        Interlacing.TopField or Interlacing.BottomField => " (one field alone)",
        Interlacing.SequentialTopFirst or Interlacing.SequentialBottomFirst => " (one field above the other)",
        _ => string.Empty,
    };
}
