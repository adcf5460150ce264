using System.Text;
using System.Text.Json;
using FrameRing.Text;
using Tmds.Linux;

namespace FrameRing.CommandLine.Streams;

/// <summary>
/// Standard error, and the only way to it. What cannot be written is lost: a full log or a closed terminal must not end a producer. What
/// is written is printable, whoever the words come from.
/// </summary>
public static class StandardError
{
    private const int Descriptor = 2;
    private const int PollMilliseconds = 100;
    private const int MostPolls = 10;

    private static readonly Lock s_lock = new();

    /// <summary>Gets what is written in place of standard error, for tests within one process.</summary>
    internal static TextWriter? Instead { get; set; }

    /// <summary>Writes a line.</summary>
    /// <param name="text">The line without its end; whatever is not printable is shown as what it is.</param>
    public static void WriteLine(string text) => Write(Encoding.UTF8.GetBytes(PrintableText.Line(text) + "\n"));

    /// <summary>Writes a line of JSON.</summary>
    /// <param name="content">Writes the value.</param>
    public static void WriteJson(Action<Utf8JsonWriter> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line))
        {
            content(json);
        }

        line.WriteByte((byte)'\n');
        Write(line.GetBuffer().AsSpan(0, (int)line.Length));
    }

    /// <summary>Writes what steers a terminal, with a text between.</summary>
    /// <param name="before">Ours, written as it is.</param>
    /// <param name="text">Shown like a line.</param>
    /// <param name="after">Ours, written as it is.</param>
    internal static void WriteInPlace(string before, string text, string after) =>
        Write(Encoding.UTF8.GetBytes($"{before}{PrintableText.Line(text)}{after}"));

    private static unsafe void Write(ReadOnlySpan<byte> bytes)
    {
        if (Instead is { } writer)
        {
            writer.Write(Encoding.UTF8.GetString(bytes));
            return;
        }

        if (!StandardStreams.IsWritable(Descriptor))
        {
            return;
        }

        lock (s_lock)
        {
            for (int polls = 0; !bytes.IsEmpty;)
            {
                long written;
                fixed (byte* start = bytes)
                {
                    written = (long)LibC.write(Descriptor, start, (size_t)bytes.Length);
                }

                if (written >= 0)
                {
                    bytes = bytes[(int)written..];
                    continue;
                }

                int error = LibC.errno;
                if (error == LibC.EAGAIN && polls++ < MostPolls)
                {
                    // Somebody has made it non-blocking, and its reader is slow.
                    pollfd room = new() { fd = Descriptor, events = LibC.POLLOUT };
                    LibC.poll(&room, 1, PollMilliseconds);
                }
                else if (error != LibC.EINTR)
                {
                    return;
                }
            }
        }
    }
}
