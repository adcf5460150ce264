using System.Runtime.InteropServices;
using FFmpeg.AutoGen;
using FrameRing.CommandLine.Errors;
using FrameRing.Media.Errors;

namespace FrameRing.Producer.Demuxing;

/// <summary>Opens a file or URL with the user's options.</summary>
internal static unsafe class InputOpener
{
    private const string PatternType = "pattern_type";

    /// <summary>Opens the input and reads so much of it that its streams are known.</summary>
    /// <param name="options">What to open, and how.</param>
    /// <param name="address">What FFmpeg is to open.</param>
    /// <param name="stop">Interrupts it.</param>
    /// <returns>The caller's to close.</returns>
    /// <exception cref="OperationCanceledException">The stop signal came.</exception>
    internal static AVFormatContext* Open(DemuxerOptions options, InputAddress address, StopFlag stop)
    {
        AVInputFormat* demuxer = FindDemuxer(options.Format);
        AVDictionary* settings = null;
        foreach ((string key, string value) in options.FormatOptions)
        {
            ffmpeg.av_dict_set(&settings, key, value, 0);
        }

        bool isPatternOff = address.LooksLikePattern && ffmpeg.av_dict_get(settings, PatternType, null, 0) == null;
        if (isPatternOff)
        {
            ffmpeg.av_dict_set(&settings, PatternType, "none", 0);
        }

        AVFormatContext* format = ffmpeg.avformat_alloc_context();
        format->interrupt_callback = stop.Callback;
        try
        {
            int result = ffmpeg.avformat_open_input(&format, address.Url, demuxer, &settings);
            options.Stop.ThrowIfCancellationRequested();
            if (result < 0)
            {
                throw new ToolException($"Cannot open '{options.ShownInput}': {FFmpegError.WithLastLine(FFmpegError.Describe(result))}.{InputAdvice.Find(address.IsPipe)}");
            }

            if (isPatternOff)
            {
                // Most demuxers know no patterns, and have left it.
                ffmpeg.av_dict_set(&settings, PatternType, null, 0);
            }

            RefuseUnused(settings, options.ShownInput, format);
            result = ffmpeg.avformat_find_stream_info(format, null);
            options.Stop.ThrowIfCancellationRequested();
            return result >= 0 ? format : throw new ToolException($"'{options.ShownInput}' has no video that could be decoded: {FFmpegError.WithLastLine(FFmpegError.Describe(result))}.{InputAdvice.Find(address.IsPipe)}");
        }
        catch
        {
            ffmpeg.avformat_close_input(&format);
            throw;
        }
        finally
        {
            ffmpeg.av_dict_free(&settings);
        }
    }

    private static AVInputFormat* FindDemuxer(string? name)
    {
        AVInputFormat* demuxer = name is null ? null : ffmpeg.av_find_input_format(name);
        if (name is null || demuxer != null)
        {
            return demuxer;
        }

        try
        {
            // Devices such as lavfi are in a library of their own, which nothing else needs.
            ffmpeg.avdevice_register_all();
            demuxer = ffmpeg.av_find_input_format(name);
        }
        catch (DllNotFoundException)
        {
        }

        return demuxer != null ? demuxer : throw new ToolException($"There is no input format '{name}'. 'ffmpeg -demuxers' and 'ffmpeg -devices' list those there are.");
    }

    // What the demuxer and the protocol did not take is left in the dictionary.
    private static void RefuseUnused(AVDictionary* settings, string input, AVFormatContext* format)
    {
        AVDictionaryEntry* entry = ffmpeg.av_dict_get(settings, string.Empty, null, ffmpeg.AV_DICT_IGNORE_SUFFIX);
        if (entry != null)
        {
            string key = Marshal.PtrToStringUTF8((nint)entry->key) ?? string.Empty;
            (string name, string advice) = key switch
            {
                "framerate" => ("--framerate", "It has a rate of its own, which -r overrides."),
                "pixel_format" => ("--pixel-format", "It says its format itself; only raw video does not (-f rawvideo)."),
                "video_size" => ("--video-size", "It says its size itself; only raw video does not (-f rawvideo)."),
                _ => (key, "Leave it out; 'ffmpeg -h demuxer=NAME' and '-h protocol=NAME' list what is known."),
            };
            throw new ToolException($"The option '{name}' means nothing to the input '{input}' ({Marshal.PtrToStringUTF8((nint)format->iformat->name)}). {advice}");
        }
    }
}
