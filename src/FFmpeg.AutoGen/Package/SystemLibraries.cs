using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FFmpeg.AutoGen;

namespace FrameRing.FFmpegPackage;

/// <summary>
/// Only in builds with the package: it looks for the FFmpeg libraries in the program's own folder unless it is told otherwise, and there are
/// none. Our bindings take those of the system by themselves. A folder that a program has set already stays.
/// </summary>
internal static class SystemLibraries
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Whatever uses FFmpeg in this assembly first, it must be set before.")]
    internal static void Use()
    {
        if (Path.TrimEndingDirectorySeparator(ffmpeg.RootPath ?? string.Empty) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))
        {
            ffmpeg.RootPath = string.Empty;
        }
    }
}
