using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Writing;

namespace FrameRing.Consumer.Tests.Thumbnails;

/// <summary>A ring of grey frames whose times and flags are the test's, and <c>consumer thumbnails</c> on it.</summary>
internal sealed class PaintedRing : IDisposable
{
    private const int Slots = 64;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("framering-");
    private readonly Picture _picture = new(PixelFormats.TryParse("gray", out PixelFormat? grey) ? grey : throw new InvalidOperationException(), 64, 48);
    private readonly string _name = Tool.NewRing();
    private readonly FrameRingWriter _writer;
    private int _published;

    internal PaintedRing() => _writer = _picture.CreateRing(_name, Slots);

    internal string Errors { get; private set; } = string.Empty;

    /// <summary>The pictures, by their times, like <c>00-00-01.200</c>.</summary>
    internal string[] Pictures => [.. _folder.EnumerateFiles("??-??-*").Select(file => Path.GetFileNameWithoutExtension(file.Name)).Order(StringComparer.Ordinal)];

    /// <summary>Publishes a frame.</summary>
    /// <param name="milliseconds">Its time.</param>
    /// <param name="flags">What is known of it.</param>
    /// <param name="shade">Its grey.</param>
    /// <param name="duration">How long it is shown, in milliseconds; 0 for 200.</param>
    internal PaintedRing Add(long milliseconds, FrameFlags flags = FrameFlags.None, byte shade = 128, long duration = 0)
    {
        FrameMetadata metadata = _picture.Describe();
        metadata.Pts = milliseconds;
        metadata.Duration = duration;
        metadata.TimeBase = new Rational(1, 1000);
        metadata.FrameRate = new Rational(5, 1);
        metadata.Flags = flags;
        byte[] packed = new byte[_picture.PackedSize];
        packed.AsSpan().Fill(shade);
        _picture.Publish(_writer, packed, metadata);
        _published++;
        return this;
    }

    /// <summary>Makes pictures of all that was published.</summary>
    internal void Read(params string[] options)
    {
        Assert.InRange(_published, 1, Slots - 4);
        using Tool tool = new("consumer", ["thumbnails", _name, "--start", "oldest", "-n", $"{_published}", "-o", _folder.FullName, "--names", "pts", "--format", "png", .. options]);
        (int code, _, string errors) = tool.Finish();
        Assert.True(code == 0, errors);
        Errors = errors;
    }

    /// <summary>The cues of a track: from, to, and the sheet with the place of the tile.</summary>
    internal string[] Cues(string track = "thumbnails.vtt")
    {
        string[] blocks = File.ReadAllText(Path.Combine(_folder.FullName, track)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("WEBVTT", blocks[0].Trim());
        return [.. blocks[1..].Select(block => block.Trim().Replace("\n", " ", StringComparison.Ordinal).Replace("#xywh=", " ", StringComparison.Ordinal))];
    }

    /// <summary>The times of a track's cues.</summary>
    internal string[] Times(string track = "thumbnails.vtt") => [.. Cues(track).Select(cue => string.Join(' ', cue.Split(' ')[..3]))];

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Delete(true);
    }
}
