namespace FrameRing.Soak.Tests.Checks;

/// <summary>The newest thumbnail, which is replaced in one step: whenever it is looked at it must be a whole JPEG.</summary>
internal sealed class NewestPictureCheck(string file) : IOutputCheck
{
    private string? _fault;

    // A file that was replaced has another time; nobody counts how often.
    public long Progress
    {
        get
        {
            if (!File.Exists(file))
            {
                return 0;
            }

            byte[] jpeg = File.ReadAllBytes(file);
            if (!jpeg.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) || !jpeg.AsSpan().EndsWith((ReadOnlySpan<byte>)[0xFF, 0xD9]))
            {
                _fault ??= $"{Path.GetFileName(file)} was not a whole JPEG";
            }

            return File.GetLastWriteTimeUtc(file).Ticks;
        }
    }

    public string? Fault => _fault;

    public void Read(Stream output)
    {
        while (output.ReadByte() >= 0)
        {
        }
    }
}
