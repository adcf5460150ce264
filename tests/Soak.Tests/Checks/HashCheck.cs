using System.Globalization;

namespace FrameRing.Soak.Tests.Checks;

/// <summary>
/// Lines of framemd5: numbers that only rise, without a gap where none is allowed, and for one frame in so many the hash of the picture
/// that must be there. All of them would cost as much as the consumers themselves.
/// </summary>
internal sealed class HashCheck(PatternPicture picture, bool isGapless, int every) : IOutputCheck
{
    private long _progress;
    private long _last = -1;
    private string? _fault;

    public long Progress => Interlocked.Read(ref _progress);

    public string? Fault => Volatile.Read(ref _fault);

    public void Read(Stream output)
    {
        using StreamReader reader = new(output);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                Check(line.Split(','));
                Interlocked.Increment(ref _progress);
            }
        }
    }

    private void Check(string[] fields)
    {
        long number = long.Parse(fields[2], CultureInfo.InvariantCulture);
        string hash = fields[5].Trim();
        if (number <= _last || (isGapless && number != _last + 1))
        {
            _fault ??= $"frame {number} came after frame {_last}";
        }
        else if (_progress % every == 0 && picture.Hash((uint)number) != hash)
        {
            _fault ??= $"frame {number} has the hash {hash}, which is not that of its picture";
        }

        _last = number;
    }
}
