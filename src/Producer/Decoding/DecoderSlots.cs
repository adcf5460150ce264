using FFmpeg.AutoGen;
using FrameRing.CommandLine;
using FrameRing.Producer.Sources;
using FrameRing.Producer.Sources.Files;

namespace FrameRing.Producer.Decoding;

/// <summary>How many slots of which size a decoder and its readers need.</summary>
internal static unsafe class DecoderSlots
{
    internal static SlotPlan Plan(VideoFile file, int threads)
    {
        AVCodecParameters* parameters = file.Stream->codecpar;
        AVPixelFormat format = file.Codec->pix_fmt == AVPixelFormat.AV_PIX_FMT_NONE ? AVPixelFormat.AV_PIX_FMT_YUV420P : file.Codec->pix_fmt;

        // Coded sizes are whole blocks of up to 64 pixels larger than the visible ones, of which the file's header speaks.
        int width = Math.Max(parameters->width, file.Codec->coded_width);
        int height = Math.Max(parameters->height, file.Codec->coded_height);
        if (file.Device is not null)
        {
            // Surfaces of devices are whole blocks of up to 64 pixels too.
            (width, height) = ((width + 63) / 64 * 64, (height + 63) / 64 * 64);
        }
        else if (file.ExpectedFormat is { IsConverted: true } converted)
        {
            format = converted.Target;
        }

        if (width < 1 || height < 1 || !PlaneArrangement.TryCreate(file.IsDirect ? file.Codec : null, format, width, height, out PlaneArrangement planes))
        {
            throw new ToolException($"{FFmpegError.WithLastLine($"The size of the pictures of '{file.ShownInput}' ({file.CodecName}) is not known to FFmpeg {ffmpeg.av_version_info()}, so no slot can be made for them")}.{SizeAdvice(file)}");
        }

        if (!file.IsDirect)
        {
            return new SlotPlan(SlotPlan.ReadableWindow + 2, 2, planes.TotalSize, $"1 being copied to + {SlotPlan.ReadableWindow + 1} for readers", "1 being copied to + 1 for readers");
        }

        int references = ReferenceFrames.WorstCase(parameters);
        int inFlight = references + 1 + (threads - 1);
        string decoder = $"{inFlight} for the decoder ({references} references, {Counted.Of(threads, "thread")})";
        return new SlotPlan(inFlight + SlotPlan.ReadableWindow, inFlight + 1, planes.TotalSize, $"{decoder} + {SlotPlan.ReadableWindow} for readers", $"{decoder} + 1 for readers");
    }

    // What FFmpeg 5.1 opens but cannot read is mostly one of these.
    private static string SizeAdvice(VideoFile file) => FFmpegError.Advice(!file.CanSeek) is { Length: > 0 } advice ? advice : file.CodecName switch
    {
        "webp" => " It may be an animation, which this version cannot read: convert it, to APNG for one.",
        "av1" or "hevc" => " It may be a picture of several tiles (AVIF, HEIF), which this version cannot put together: convert it.",
        _ => " A larger --format-option analyzeduration=MICROSECONDS or probesize=BYTES may find it.",
    };
}
