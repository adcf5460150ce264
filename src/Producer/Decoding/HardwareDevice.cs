using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FFmpeg.AutoGen;
using FrameRing.CommandLine.Errors;
using FrameRing.Media.Errors;

namespace FrameRing.Producer.Decoding;

/// <summary>A device that decodes: a GPU, mostly. Its frames lie in memory of its own and are downloaded into slots.</summary>
internal sealed unsafe class HardwareDevice : IDisposable
{
    internal const string Automatic = "auto";
    internal const string None = "none";

    // AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX of libavcodec/codec.h: the decoder takes a device and does the rest.
    private const int TakesDevice = 1;

    private readonly AVPixelFormat _surfaceFormat;
    private readonly bool _isRequired;
    private AVBufferRef* _device;
    private bool _isRefused;

    private HardwareDevice(AVBufferRef* device, string name, AVPixelFormat surfaceFormat, bool isRequired)
    {
        _device = device;
        Name = name;
        _surfaceFormat = surfaceFormat;
        _isRequired = isRequired;
    }

    internal string Name { get; }

    /// <summary>True once the decoder has said that this device cannot decode this video.</summary>
    internal bool IsRefused => Volatile.Read(ref _isRefused);

    /// <summary>Names that FFmpeg knows, there or not.</summary>
    internal static IEnumerable<string> Names =>
        Enum.GetValues<AVHWDeviceType>().Select(type => ffmpeg.av_hwdevice_get_type_name(type)).Where(name => name is not null);

    /// <summary>Opens the device that the user wants, or with <c>auto</c> the first that the decoder can use.</summary>
    /// <param name="codec">The decoder.</param>
    /// <param name="name">Kind of device; null or <c>none</c> for no device.</param>
    /// <param name="address">Which one, as FFmpeg spells it: /dev/dri/renderD128, 0 ...; null for the first.</param>
    /// <param name="remark">Why there is none although <c>auto</c> looked for one.</param>
    /// <returns>Null for software.</returns>
    /// <exception cref="ToolException">A kind was named, and there is no such device.</exception>
    internal static HardwareDevice? Open(AVCodec* codec, string? name, string? address, out string? remark)
    {
        remark = null;
        if (name is null or None)
        {
            return null;
        }

        if (name == Automatic)
        {
            return OpenAny(codec, address, out remark);
        }

        AVHWDeviceType type = ffmpeg.av_hwdevice_find_type_by_name(name);
        if (type == AVHWDeviceType.AV_HWDEVICE_TYPE_NONE)
        {
            throw new ToolException($"There is no kind of decoding device '{name}'. Use auto, none or one of {string.Join(", ", Names)}.", ExitCodes.Usage);
        }

        AVPixelFormat? surface = Candidates(codec).Where(candidate => candidate.Type == type).Select(candidate => (AVPixelFormat?)candidate.Surface).FirstOrDefault();
        if (surface is null)
        {
            throw new ToolException($"The decoder '{Marshal.PtrToStringUTF8((nint)codec->name)}' cannot use {name} in these FFmpeg libraries. Use -hwaccel auto, or leave it out.");
        }

        AVBufferRef* device = Create(type, address, out string reason);
        return device != null
            ? new HardwareDevice(device, name, surface.Value, isRequired: true)
            : throw new ToolException($"Cannot open {Describe(name, address)}: {reason}. Check that it is there, that its driver is installed and that you may use it (groups video and render); name another with -hwaccel_device, or use -hwaccel auto, which goes on without.");
    }

    /// <summary>Makes a decoder use the device. To be called before avcodec_open2.</summary>
    internal void Attach(AVCodecContext* context, SlotBufferPool pool)
    {
        pool.Device = this;
        context->hw_device_ctx = ffmpeg.av_buffer_ref(_device);
        context->get_format = new AVCodecContext_get_format_func
        {
            Pointer = (nint)(delegate* unmanaged[Cdecl]<AVCodecContext*, AVPixelFormat*, AVPixelFormat>)&ChooseFormat,
        };
    }

    public void Dispose()
    {
        fixed (AVBufferRef** device = &_device)
        {
            ffmpeg.av_buffer_unref(device);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static AVPixelFormat ChooseFormat(AVCodecContext* context, AVPixelFormat* formats)
    {
        HardwareDevice? device = SlotBufferPool.Of(context).Device;
        for (AVPixelFormat* format = formats; device is not null && *format != AVPixelFormat.AV_PIX_FMT_NONE; format++)
        {
            if (*format == device._surfaceFormat)
            {
                return *format;
            }
        }

        if (device is { _isRequired: true })
        {
            Volatile.Write(ref device._isRefused, true);
            return AVPixelFormat.AV_PIX_FMT_NONE;
        }

        return ffmpeg.avcodec_default_get_format(context, formats);
    }

    private static HardwareDevice? OpenAny(AVCodec* codec, string? address, out string? remark)
    {
        List<string> reasons = [];
        foreach ((AVHWDeviceType type, AVPixelFormat surface) in Candidates(codec))
        {
            string name = ffmpeg.av_hwdevice_get_type_name(type);
            AVBufferRef* device = Create(type, address, out string reason);
            if (device != null)
            {
                remark = null;
                return new HardwareDevice(device, name, surface, isRequired: false);
            }

            reasons.Add($"{name}: {reason}");
        }

        remark = $"No decoding device, so the processor decodes ({(reasons.Count == 0 ? "the decoder can use none" : string.Join("; ", reasons))})";
        return null;
    }

    private static List<(AVHWDeviceType Type, AVPixelFormat Surface)> Candidates(AVCodec* codec)
    {
        List<(AVHWDeviceType, AVPixelFormat)> candidates = [];
        AVCodecHWConfig* config;
        for (int index = 0; (config = ffmpeg.avcodec_get_hw_config(codec, index)) != null; index++)
        {
            if ((config->methods & TakesDevice) != 0)
            {
                candidates.Add((config->device_type, config->pix_fmt));
            }
        }

        return candidates;
    }

    private static AVBufferRef* Create(AVHWDeviceType type, string? address, out string reason)
    {
        AVBufferRef* device = null;
        int result = ffmpeg.av_hwdevice_ctx_create(&device, type, address, null, 0);
        reason = result < 0 ? FFmpegError.Describe(result) : string.Empty;
        return result < 0 ? null : device;
    }

    private static string Describe(string name, string? address) => address is null ? $"a {name} device" : $"the {name} device '{address}'";
}
