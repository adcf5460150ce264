using System.Reflection;
using System.Runtime.Loader;

namespace FFmpeg.AutoGen.Tests.Loading;

/// <summary>A second copy of the bindings that has loaded no library yet.</summary>
internal sealed class FreshBindings : IDisposable
{
    private readonly AssemblyLoadContext _context = new("fresh bindings", isCollectible: true);
    private readonly Type _ffmpeg;

    public FreshBindings(string rootPath)
    {
        _ffmpeg = _context.LoadFromAssemblyPath(typeof(ffmpeg).Assembly.Location).GetType("FFmpeg.AutoGen.ffmpeg", throwOnError: true)!;
        _ffmpeg.GetProperty(nameof(ffmpeg.RootPath))!.SetValue(null, rootPath);
    }

    public object? Call(string function)
    {
        try
        {
            return _ffmpeg.GetMethod(function)!.Invoke(null, null);
        }
        catch (TargetInvocationException e)
        {
            throw e.InnerException!;
        }
    }

    public void Dispose() => _context.Unload();
}
