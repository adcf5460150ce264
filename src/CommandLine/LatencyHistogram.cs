using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace FrameRing.CommandLine;

/// <summary>
/// Counts times without keeping them: every power of two of nanoseconds is split into 16 parts, so what is read back is at most 6 percent
/// too large. Allocates nothing per time. Not safe on several threads.
/// </summary>
public sealed class LatencyHistogram
{
    private const int PartBits = 4;
    private readonly long[] _counts = new long[64 << PartBits];
    private long _total;

    /// <summary>Number of times.</summary>
    public long Count => _total;

    /// <summary>The longest, exactly.</summary>
    public TimeSpan Max { get; private set; }

    /// <summary>Adds a time; negative ones are taken as 0.</summary>
    /// <param name="nanoseconds">The time.</param>
    public void Add(long nanoseconds)
    {
        ulong value = (ulong)Math.Max(0, nanoseconds);
        _counts[IndexOf(value)]++;
        _total++;
        TimeSpan time = TimeSpan.FromTicks((long)(value / 100));
        Max = time > Max ? time : Max;
    }

    /// <summary>The time that a share of all times do not exceed.</summary>
    /// <param name="share">0.5 for the median.</param>
    /// <returns>The time; zero if there is none.</returns>
    public TimeSpan GetPercentile(double share)
    {
        long wanted = (long)Math.Ceiling(share * _total);
        long seen = 0;
        for (int index = 0; index < _counts.Length && _total > 0; index++)
        {
            seen += _counts[index];
            if (seen >= wanted && seen > 0)
            {
                TimeSpan upper = TimeSpan.FromTicks((long)(UpperEnd(index) / 100));
                return upper < Max ? upper : Max;
            }
        }

        return TimeSpan.Zero;
    }

    /// <summary>Median, 99 of 100, and the longest, in milliseconds.</summary>
    /// <returns>Words for people.</returns>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"median {GetPercentile(0.5).TotalMilliseconds:0.00} ms, 99 % {GetPercentile(0.99).TotalMilliseconds:0.00} ms, longest {Max.TotalMilliseconds:0.00} ms");

    /// <summary>The same as a JSON object of milliseconds.</summary>
    /// <param name="json">Where to write it.</param>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("median", Math.Round(GetPercentile(0.5).TotalMilliseconds, 3));
        json.WriteNumber("p99", Math.Round(GetPercentile(0.99).TotalMilliseconds, 3));
        json.WriteNumber("max", Math.Round(Max.TotalMilliseconds, 3));
        json.WriteEndObject();
    }

    private static int IndexOf(ulong value)
    {
        if (value < 1UL << PartBits)
        {
            return (int)value;
        }

        int power = BitOperations.Log2(value);
        return ((power - PartBits + 1) << PartBits) | (int)((value >> (power - PartBits)) & ((1UL << PartBits) - 1));
    }

    private static ulong UpperEnd(int index)
    {
        int group = index >> PartBits;
        ulong part = (ulong)(index & ((1 << PartBits) - 1));
        return group == 0 ? part : ((((1UL << PartBits) | part) + 1) << (group - 1)) - 1;
    }
}
