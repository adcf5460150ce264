namespace FrameRing.EndToEnd.Tests.Sources;

/// <summary>A folder of its own with inputs that ffmpeg makes for one test, and what producers say of them.</summary>
public abstract class MediaFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");
    private bool _disposed;

    /// <summary>A path in the folder.</summary>
    protected string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Makes an input.</summary>
    protected string Make(string name, params string[] arguments)
    {
        Reference.SkipWithoutFFmpeg();
        Reference.FFmpeg([.. arguments, PathOf(name)]);
        return PathOf(name);
    }

    /// <summary>Puts files one behind the other.</summary>
    protected string Join(string name, params string[] parts)
    {
        File.WriteAllBytes(PathOf(name), [.. parts.SelectMany(File.ReadAllBytes)]);
        return PathOf(name);
    }

    /// <summary>Runs a producer to its end, without readers.</summary>
    protected static (int Code, string Json, string Errors) Produce(params string[] arguments)
    {
        using Tool producer = new("producer", [.. arguments, "--ring", Tool.NewRing(), "--pace", "max", "--json"]);
        (int code, string json, string errors) = producer.Finish();
        Assert.DoesNotContain("   at ", errors);
        return (code, json, errors);
    }

    /// <summary>Runs a producer on what a shell puts in front of it: <c>cat FILE |</c>.</summary>
    protected static (int Code, string Json, string Errors) Pipe(string script, params string[] arguments)
    {
        using Tool shell = Tool.Start("/bin/sh", TimeSpan.FromSeconds(60), ["-c", script.Replace("PRODUCER", "\"$0\" \"$@\"", StringComparison.Ordinal), Tool.Locate("producer"), .. arguments, "--ring", Tool.NewRing(), "--pace", "max", "--json"]);
        (int code, string json, string errors) = shell.Finish();
        Assert.DoesNotContain("   at ", errors);
        return (code, json, errors);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Removes the folder.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _folder.Delete(true);
        }
    }
}
