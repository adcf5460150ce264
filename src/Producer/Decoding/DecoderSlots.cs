using FFmpeg.AutoGen;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine;
using FrameRing.Media.Errors;
using FrameRing.Producer.Sources;
using FrameRing.Producer.Demuxing;

namespace FrameRing.Producer.Decoding;

/// <summary>How many slots of which size a decoder and its readers need.</summary>
internal static unsafe class DecoderSlots
{
    internal static SlotPlan Plan(VideoInput input, VideoDecoder decoder, int threads)
    {
        AVCodecParameters* parameters = input.Stream->codecpar;
        AVPixelFormat format = decoder.Codec->pix_fmt == AVPixelFormat.AV_PIX_FMT_NONE ? AVPixelFormat.AV_PIX_FMT_YUV420P : decoder.Codec->pix_fmt;

        // Coded sizes are whole blocks of up to 64 pixels larger than the visible ones, of which the file's header speaks.
        int width = Math.Max(parameters->width, decoder.Codec->coded_width);
        int height = Math.Max(parameters->height, decoder.Codec->coded_height);
        if (decoder.Device is not null)
        {
            // Surfaces of devices are whole blocks of up to 64 pixels too.
            (width, height) = ((width + 63) / 64 * 64, (height + 63) / 64 * 64);
        }
        else if (decoder.ExpectedFormat is { IsConverted: true } converted)
        {
            format = converted.Target;
        }

        if (width < 1 || height < 1 || !PlaneArrangement.TryCreate(decoder.IsDirect ? decoder.Codec : null, format, width, height, out PlaneArrangement planes))
        {
            throw new ToolException($"{FFmpegError.WithLastLine($"The size of the pictures of '{input.ShownInput}' ({input.CodecName}) is not known to FFmpeg {ffmpeg.av_version_info()}, so no slot can be made for them")}.{SizeAdvice(input)}");
        }

        if (!decoder.IsDirect)
        {
            return new SlotPlan(SlotPlan.ReadableWindow + 2, 2, planes.TotalSize, $"1 being copied to + {SlotPlan.ReadableWindow + 1} for readers", "1 being copied to + 1 for readers");
        }

        int references = ReferenceFrames.WorstCase(parameters);
        int inFlight = references + 1 + (threads - 1);
        string inDecoder = $"{inFlight} for the decoder ({references} references, {Counted.Of(threads, "thread")})";
        return new SlotPlan(inFlight + SlotPlan.ReadableWindow, inFlight + 1, planes.TotalSize, $"{inDecoder} + {SlotPlan.ReadableWindow} for readers", $"{inDecoder} + 1 for readers");
    }

    // What FFmpeg 5.1 opens but cannot read is mostly one of these.
    private static string SizeAdvice(VideoInput input) => InputAdvice.Find(!input.CanSeek) is { Length: > 0 } advice ? advice : input.CodecName switch
    {
        "webp" => " It may be an animation, which this version cannot read: convert it, to APNG for one.",
        "av1" or "hevc" => " It may be a picture of several tiles (AVIF, HEIF), which this version cannot put together: convert it.",
        _ => " A larger --format-option analyzeduration=MICROSECONDS or probesize=BYTES may find it.",
    };
}
