using System.Text;
using System.Text.Json;
using FrameRing.CommandLine.Handles;
using FrameRing.Text;
using Tmds.Linux;

namespace FrameRing.CommandLine.Streams;

/// <summary>
/// Standard error, and the only way to it. What cannot be written is lost: a full log or a closed terminal must not end a producer. What
/// is written is printable, whoever the words come from.
/// </summary>
public static class StandardError
{
    private const int Number = 2;
    private const int PollMilliseconds = 100;
    private const int MostPolls = 10;

    private static readonly Lock s_lock = new();

    private static OutputDescriptor? s_output;

    // Nobody has read for a whole second: lines are dropped at once until one can be written again.
    private static bool s_isStuck;

    // The end of a line was dropped, which the next one must not be taken for.
    private static bool s_isCut;

    /// <summary>Gets what is written in place of standard error, for tests within one process.</summary>
    internal static TextWriter? Instead { get; set; }

    /// <summary>Writes a line.</summary>
    /// <param name="text">The line without its end; whatever is not printable is shown as what it is, and secrets as <c>***</c>.</param>
    public static void WriteLine(string text) => Write(Encoding.UTF8.GetBytes(Show(text) + "\n"));

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
        Write(Encoding.UTF8.GetBytes($"{before}{Show(text)}{after}"));

    private static string Show(string text) => PrintableText.Line(SecretMask.Of(text));

    /// <summary>The columns of its terminal; 0 if there is none, or nobody has told it.</summary>
    internal static int FindWidth() => StandardStreams.FindWidth(Number);

    private static void Write(ReadOnlySpan<byte> bytes)
    {
        if (Instead is { } writer)
        {
            writer.Write(Encoding.UTF8.GetString(bytes));
            return;
        }

        if (!StandardStreams.IsWritable(Number))
        {
            return;
        }

        lock (s_lock)
        {
            WriteWithin(s_output ??= new OutputDescriptor(Number), bytes);
        }
    }

    // A slow reader is waited for a little; for one that does not read at all nothing waits twice.
    private static void WriteWithin(OutputDescriptor output, ReadOnlySpan<byte> bytes)
    {
        if (s_isCut)
        {
            bytes = (byte[])[(byte)'\n', .. bytes];
        }

        int whole = bytes.Length;
        for (int polls = 0; !bytes.IsEmpty;)
        {
            int error = output.TryWrite(bytes, out int written);
            bytes = bytes[written..];
            if (error == 0)
            {
                s_isStuck = false;
            }
            else if (error == LibC.EAGAIN && !s_isStuck && polls++ < MostPolls)
            {
                output.HasRoomWithin(PollMilliseconds);
            }
            else if (error != LibC.EINTR)
            {
                s_isStuck |= error == LibC.EAGAIN;
                s_isCut |= bytes.Length < whole;
                return;
            }
        }

        s_isCut = false;
    }
}
