using System.Runtime.InteropServices;

namespace FFmpeg.AutoGen.Loading;

/// <summary>Loads the libraries these bindings were made for, and refuses every other major version by name.</summary>
internal static unsafe class FFmpegLibraries
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<string, nint> s_loaded = [];

    internal static nint Load(string name)
    {
        if (!ffmpeg.LibraryVersionMap.TryGetValue(name, out int major))
        {
            return 0;
        }

        lock (s_gate)
        {
            // The offset table is chosen by libavcodec's version, whichever library a program calls first. Were libavcodec to
            // fail only there, a static constructor would wrap the message and repeat it for ever.
            if (name != "avcodec")
            {
                Open("avcodec", ffmpeg.LibraryVersionMap["avcodec"]);
            }

            return Open(name, major);
        }
    }

    private static nint Open(string name, int major)
    {
        if (s_loaded.TryGetValue(name, out nint handle))
        {
            return handle;
        }

        string file = $"lib{name}.so.{major}";
        string path = ffmpeg.RootPath.Length == 0 ? file : Path.Combine(ffmpeg.RootPath, file);
        try
        {
            handle = NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            throw new FFmpegLibraryException(Describe(name, major, path, e.Message), e);
        }

        uint version = NativeLibrary.TryGetExport(handle, $"{name}_version", out nint function)
            ? ((delegate* unmanaged[Cdecl]<uint>)function)()
            : 0;
        if (version >> 16 != major)
        {
            NativeLibrary.Free(handle);
            throw new FFmpegLibraryException(
                $"Cannot use '{path}': FFmpeg 5.1 (lib{name} {major}) is needed, but that file says it is lib{name} {version >> 16}. {Remedy}");
        }

        s_loaded.Add(name, handle);
        return handle;
    }

    private const string Remedy =
        "On Debian 12: apt-get install libavcodec59 libavformat59 libavutil57 libswscale6 libavdevice59.";

    private static string Describe(string name, int major, string path, string reason)
    {
        string[] found = FindVersions(name);
        if (found.Contains($"lib{name}.so.{major}"))
        {
            return $"Cannot load '{path}', though it is there: {reason.Split('\n')[0].TrimEnd('.', ' ')}. {Remedy}";
        }

        string instead = found.Length == 0 ? "no version of it was found" : "found only " + string.Join(", ", found);
        string where = ffmpeg.RootPath.Length == 0 ? string.Empty : $" in '{ffmpeg.RootPath}'";
        return $"Cannot load '{path}': FFmpeg 5.1 (lib{name} {major}) is needed, {instead}{where}. {Remedy}";
    }

    private static string[] FindVersions(string name)
    {
        string triplet = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x86_64-linux-gnu",
            Architecture.Arm64 => "aarch64-linux-gnu",
            _ => string.Empty,
        };
        string[] folders = ffmpeg.RootPath.Length > 0
            ? [ffmpeg.RootPath]
            : ["/usr/lib/" + triplet, "/usr/lib64", "/usr/lib", "/usr/local/lib"];
        // Only names like libavcodec.so.60: the longer ones are the files that these point to.
        return [.. folders.Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, $"lib{name}.so.*"))
            .Select(f => Path.GetFileName(f))
            .Where(f => int.TryParse(f[$"lib{name}.so.".Length..], out _))
            .Distinct()
            .Order(StringComparer.Ordinal)];
    }
}
