using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using FFmpeg.AutoGen;

namespace FrameRing.Producer.Demuxing;

/// <summary>Which video stream of a file is meant: by its index as ffprobe shows it, or by its number among the video streams.</summary>
/// <param name="Number">Index, or number among the video streams.</param>
/// <param name="IsAmongVideo">True if only video streams were counted.</param>
/// <param name="SkipsPictures">True if cover pictures were not counted (ffmpeg's <c>V</c>).</param>
internal sealed partial record StreamChoice(int Number, bool IsAmongVideo, bool SkipsPictures)
{
    internal const string Syntax = "2, 0:2, v:1, 0:v:1";

    /// <summary>Reads an index, or what <c>ffmpeg -map</c> takes for one stream of one input.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out StreamChoice? choice)
    {
        Match match = Expression().Match(text);
        string number = match.Groups["number"].Value;
        int value = 0;
        bool isRead = match.Success && (number.Length == 0 || int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out value));
        choice = isRead ? new StreamChoice(value, match.Groups["kind"].Success, match.Groups["kind"].Value == "V") : null;
        return isRead;
    }

    /// <summary>The stream's index in the file; -1 if there is no such video stream.</summary>
    internal unsafe int Find(AVFormatContext* format)
    {
        int found = 0;
        for (int index = 0; index < format->nb_streams; index++)
        {
            AVStream* stream = format->streams[index];
            if (stream->codecpar->codec_type != AVMediaType.AVMEDIA_TYPE_VIDEO
                || (SkipsPictures && (stream->disposition & ffmpeg.AV_DISPOSITION_ATTACHED_PIC) != 0))
            {
                continue;
            }

            if ((IsAmongVideo ? found++ : index) == Number)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The file's video streams for people, like <c>0 (h264, 1280x720, 25 frames/s), 2 (mjpeg, 300x300, picture)</c>.</summary>
    /// <param name="format">The file.</param>
    /// <param name="leftOut">A stream that is not listed; -1 for none.</param>
    internal static unsafe string List(AVFormatContext* format, int leftOut = -1)
    {
        List<string> streams = [];
        for (int index = 0; index < format->nb_streams; index++)
        {
            AVStream* stream = format->streams[index];
            AVCodecParameters* parameters = stream->codecpar;
            if (parameters->codec_type == AVMediaType.AVMEDIA_TYPE_VIDEO && index != leftOut)
            {
                AVRational rate = ffmpeg.av_guess_frame_rate(format, stream, null);
                string pace = (stream->disposition & ffmpeg.AV_DISPOSITION_ATTACHED_PIC) != 0 ? "picture"
                    : rate.den == 0 ? "rate unknown" : FormattableString.Invariant($"{(double)rate.num / rate.den:0.###} frames/s");
                streams.Add(FormattableString.Invariant($"{index} ({ffmpeg.avcodec_get_name(parameters->codec_id)}, {parameters->width}x{parameters->height}, {pace})"));
            }
        }

        return string.Join(", ", streams);
    }

    [GeneratedRegex("^(0:)?((?<kind>[vV])(:(?<number>[0-9]+))?|(?<number>[0-9]+))$", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();
}
