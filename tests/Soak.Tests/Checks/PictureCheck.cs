namespace FrameRing.Soak.Tests.Checks;

/// <summary>Raw pictures: every byte of every one is compared.</summary>
internal sealed class PictureCheck(PatternPicture picture) : IOutputCheck
{
    private long _progress;
    private string? _fault;

    public long Progress => Interlocked.Read(ref _progress);

    public string? Fault => Volatile.Read(ref _fault);

    public void Read(Stream output)
    {
        byte[] buffer = new byte[picture.Size];
        long last = -1;
        int length;
        while ((length = output.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) == buffer.Length)
        {
            if (!picture.IsFrame(buffer, out uint number))
            {
                _fault ??= $"a frame whose blocks say {number} is not that picture";
            }
            else if (number <= last)
            {
                _fault ??= $"frame {number} came after frame {last}";
            }

            last = number;
            Interlocked.Increment(ref _progress);
        }

        if (length > 0)
        {
            _fault ??= $"the last picture ends after {length} of {buffer.Length} bytes";
        }
    }
}
