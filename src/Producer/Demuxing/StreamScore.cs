using FFmpeg.AutoGen;

namespace FrameRing.Producer.Demuxing;

/// <summary>Which video stream the ffmpeg command takes if nobody says: the largest picture, the file's own default before others, cover pictures last.</summary>
internal static unsafe class StreamScore
{
    private const long OfPackets = 100_000_000;
    private const long OfDefault = 5_000_000;

    /// <summary>The stream's index; -1 if there is none whose size is known.</summary>
    internal static int FindBest(AVFormatContext* format)
    {
        int best = -1;
        long highest = 0;
        for (int index = 0; index < format->nb_streams; index++)
        {
            AVStream* stream = format->streams[index];

            // Of equals the first: in files with a mask of transparency or a map of depth that is the picture.
            if (stream->codecpar->codec_type == AVMediaType.AVMEDIA_TYPE_VIDEO && Of(stream) is var score && score > highest)
            {
                (best, highest) = (index, score);
            }
        }

        return best;
    }

    private static long Of(AVStream* stream)
    {
        if ((stream->disposition & ffmpeg.AV_DISPOSITION_ATTACHED_PIC) != 0)
        {
            return 1;
        }

        // A stream that has sent something is there; one that is only announced may never come.
        return ((long)stream->codecpar->width * stream->codecpar->height)
            + ((stream->event_flags & ffmpeg.AVSTREAM_EVENT_FLAG_NEW_PACKETS) != 0 ? OfPackets : 0)
            + ((stream->disposition & ffmpeg.AV_DISPOSITION_DEFAULT) != 0 ? OfDefault : 0);
    }
}
