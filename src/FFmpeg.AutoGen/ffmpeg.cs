using System.Reflection;
using System.Runtime.InteropServices;
using FFmpeg.AutoGen.Loading;

namespace FFmpeg.AutoGen;

/// <summary>FFmpeg's functions and constants under their C names. A library is loaded at the first call into it.</summary>
public static unsafe partial class ffmpeg
{
    /// <summary>The version of each library that these bindings are for.</summary>
    public static Dictionary<string, int> LibraryVersionMap { get; } = new()
    {
        ["avcodec"] = BuiltFor.avcodec,
        ["avdevice"] = BuiltFor.avdevice,
        ["avformat"] = BuiltFor.avformat,
        ["avutil"] = BuiltFor.avutil,
        ["swscale"] = BuiltFor.swscale,
    };

    public static readonly int EAGAIN = 11;
    public static readonly int ENOMEM = 12;
    public static readonly int EINVAL = 22;
    public static readonly int EPIPE = 32;

    /// <summary>The folder to load the libraries from; empty: where the system finds them. Set it before the first call.</summary>
    public static string RootPath { get; set; } = string.Empty;

    static ffmpeg() => NativeLibrary.SetDllImportResolver(typeof(ffmpeg).Assembly, Resolve);

    public static int AVERROR(int error) => -error;

    public static int AVUNERROR(int error) => -error;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => FFmpegLibraries.Load(name);
}
