using System.Reflection;
using System.Runtime.Loader;
using FrameRing.CommandLine.Streams;

namespace FrameRing.Producer.Tests.Loading;

/// <summary>A second copy of the producer and its bindings, which has loaded no FFmpeg library yet and looks for them in another folder.</summary>
internal sealed class FreshProducer(string libraryFolder) : AssemblyLoadContext("fresh producer", isCollectible: true)
{
    internal (int Code, string Errors) Run(params string[] arguments)
    {
        Assembly bindings = LoadFromAssemblyName(new AssemblyName("FFmpeg.AutoGen"));
        bindings.GetType("FFmpeg.AutoGen.ffmpeg", throwOnError: true)!.GetProperty("RootPath")!.SetValue(null, libraryFolder);
        MethodInfo main = LoadFromAssemblyName(new AssemblyName("producer")).EntryPoint!;
        using StringWriter written = new();
        StandardError.Instead = written;
        try
        {
            return ((int)main.Invoke(null, [arguments])!, written.ToString());
        }
        finally
        {
            StandardError.Instead = null;
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name is "producer" or "FFmpeg.AutoGen"
        ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, $"{assemblyName.Name}.dll"))
        : null;
}
