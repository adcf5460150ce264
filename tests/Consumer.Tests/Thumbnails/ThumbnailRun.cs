using System.Text.Json;

namespace FrameRing.Consumer.Tests.Thumbnails;

/// <summary>A producer and <c>consumer thumbnails</c> on its ring, run to the end; the pictures go to a folder that is removed afterwards.</summary>
internal sealed class ThumbnailRun : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");

    internal string Folder => _folder.FullName;

    internal string Errors { get; private set; } = string.Empty;

    internal JsonElement Figures { get; private set; }

    internal string[] Files => [.. _folder.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];

    /// <summary>Plays a clip of samples/media, or another file, at its own pace: no frame is lost, however busy the machine is.</summary>
    internal int Play(string clip, params string[] options) =>
        Run([Path.IsPathRooted(clip) ? clip : Tool.PathOf("samples", "media", clip), "--delivery", "lossless"], ["--start", "oldest", "--lossless", .. options]);

    internal int Run(string[] producer, string[] consumer)
    {
        string ring = Tool.NewRing();
        using Tool source = new("producer", [.. producer, "--ring", ring, "--wait-readers", "1", "-q"]);
        using Tool tool = new("consumer", ["thumbnails", ring, "-o", Folder, "-q", "--json", "--wait", "50", .. consumer]);
        (int code, _, string errors) = tool.Finish();
        Errors = errors;
        if (code == 0)
        {
            Figures = JsonDocument.Parse(errors).RootElement;
            source.AskToEnd();
            Assert.Equal(0, source.Finish().Code);
        }

        return code;
    }

    internal long Figure(string name) => Figures.GetProperty(name).GetInt64();

    /// <summary>A picture's pixels, red, green and blue, as ffmpeg reads them.</summary>
    internal byte[] Pixels(string name, string format = "rgb24") => FFmpeg.Run("-i", Path.Combine(Folder, name), "-f", "rawvideo", "-pix_fmt", format, "-");

    /// <summary>Width and height, like <c>320x180</c>.</summary>
    internal string SizeOf(string name) =>
        FFmpeg.Probe("-show_entries", "stream=width,height", "-of", "csv=p=0:s=x", Path.Combine(Folder, name)).Trim();

    public void Dispose() => _folder.Delete(true);
}
