using System.Globalization;

namespace FrameRing.Consumer.Thumbnails.Output;

/// <summary>Times of a video as text, with milliseconds and as many hours as it takes.</summary>
internal static class TimeText
{
    /// <summary>Like <c>01:02:03.450</c>.</summary>
    internal static string Format(TimeSpan time) => Format(time, ':');

    /// <summary>Like <c>01-02-03.450</c>: a colon is no letter for a file name everywhere.</summary>
    internal static string ForFileName(TimeSpan time) => Format(time, '-');

    private static string Format(TimeSpan time, char separator)
    {
        // Rounded as a whole, or 59.9996 would become 59.1000.
        long milliseconds = (long)Math.Round(Math.Abs(time.TotalMilliseconds));
        string sign = time < TimeSpan.Zero && milliseconds > 0 ? "-" : string.Empty;
        (long seconds, long rest) = Math.DivRem(milliseconds, 1000);
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{seconds / 3600:D2}{separator}{seconds / 60 % 60:D2}{separator}{seconds % 60:D2}.{rest:D3}");
    }
}
