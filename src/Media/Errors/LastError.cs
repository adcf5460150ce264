using System.Text.RegularExpressions;
using FrameRing.Text;

namespace FrameRing.Media.Errors;

/// <summary>The last error line of FFmpeg's libraries, whichever of their threads said it. Errors of damaged videos come by the thousand: only the bytes of the last one are kept.</summary>
public static partial class LastError
{
    private const int LongestLine = 500;

    private static readonly Lock s_lock = new();
    private static readonly byte[] s_line = new byte[1024];
    private static int s_length;
    private static long s_count;

    /// <summary>How many lines there were so far. Asked before every packet, so it takes no lock.</summary>
    public static long Count => Volatile.Read(ref s_count);

    /// <summary>The line as it may be shown: without addresses in memory, printable, cut if it is long; null if there was none.</summary>
    public static string? Text
    {
        get
        {
            string line;
            lock (s_lock)
            {
                line = PrintableText.FromUtf8(s_line.AsSpan(0, s_length));
            }

            line = Address().Replace(line, string.Empty).Trim().TrimEnd('.');
            return line.Length == 0 ? null : PrintableText.Of(SecretMask.Of(line), LongestLine);
        }
    }

    /// <summary>Takes a line.</summary>
    /// <param name="part">A line or, as some messages come in pieces, a part of one.</param>
    /// <param name="isContinued">Whether it goes on with the part before.</param>
    public static void Keep(ReadOnlySpan<byte> part, bool isContinued)
    {
        lock (s_lock)
        {
            Volatile.Write(ref s_count, s_count + (isContinued ? 0 : 1));
            s_length = isContinued ? s_length : 0;
            part = part[..Math.Min(part.Length, s_line.Length - s_length)];
            part.CopyTo(s_line.AsSpan(s_length));
            s_length += part.Length;
        }
    }

    /// <summary>Forgets the line.</summary>
    public static void Forget() => Keep([], false);

    /// <summary>Forgets the line if none has been said since.</summary>
    /// <param name="count">What <see cref="Count"/> was.</param>
    public static void ForgetUntil(long count)
    {
        lock (s_lock)
        {
            s_length = s_count > count ? s_length : 0;
        }
    }

    [GeneratedRegex(" @ (0x)?[0-9a-f]+")]
    private static partial Regex Address();
}
