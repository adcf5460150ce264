using FrameRing.Formats;

namespace FrameRing.Fuzz.Core;

internal static class PixelFormatSearch
{
    /// <summary>The first that matches, without the closure that a lambda would make millions of times.</summary>
    internal static PixelFormat? FirstOrDefault<T>(this IReadOnlyList<PixelFormat> formats, T argument, Func<PixelFormat, T, bool> matches)
    {
        for (int i = 0; i < formats.Count; i++)
        {
            if (matches(formats[i], argument))
            {
                return formats[i];
            }
        }

        return null;
    }
}
