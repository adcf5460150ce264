using System.Text;
using System.Text.Json;
using FrameRing.CommandLine.Handles;
using FrameRing.CommandLine.Errors;
using FrameRing.Text;
using Tmds.Linux;

namespace FrameRing.CommandLine.Streams;

/// <summary>
/// Standard output by write(2). The stream of <see cref="Console"/> takes a pipe that nobody reads any more for a success, and a
/// consumer behind it would run for ever; a <see cref="FileStream"/> would not move the file offset that a shell's commands share.
/// </summary>
public static class StandardOutput
{
    internal const int Number = 1;

    // A reader that is about to come gets what was printed. Longer than it takes to type a second SIGINT, which ends at once.
    private static readonly TimeSpan s_longestAfterSignal = TimeSpan.FromSeconds(3);

    /// <summary>Takes it.</summary>
    /// <returns>What to write to; the caller disposes it.</returns>
    /// <exception cref="ToolException">The process has none.</exception>
    public static DescriptorStream Open() => Open(longestAfterSignal: null);

    /// <summary>Prints lines for people. A reader that does not want them all is no error.</summary>
    /// <param name="content">Writes them; what it had written before it failed is printed too.</param>
    /// <exception cref="ToolException">It cannot be written.</exception>
    public static void Print(Action<TextWriter> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        using StringWriter text = new() { NewLine = "\n" };
        try
        {
            content(text);
        }
        finally
        {
            Print(Encoding.UTF8.GetBytes(PrintableText.Lines(text.ToString())));
        }
    }

    /// <summary>Prints a JSON value and the end of a line. The true values: JSON escapes what is not printable.</summary>
    /// <param name="content">Writes the value.</param>
    /// <param name="isIndented">Whether on several lines.</param>
    /// <exception cref="ToolException">It cannot be written.</exception>
    public static void PrintJson(Action<Utf8JsonWriter> content, bool isIndented = false)
    {
        ArgumentNullException.ThrowIfNull(content);
        using MemoryStream document = new();
        using (Utf8JsonWriter json = new(document, new JsonWriterOptions { Indented = isIndented }))
        {
            content(json);
        }

        document.WriteByte((byte)'\n');
        Print(document.GetBuffer().AsSpan(0, (int)document.Length));
    }

    private static DescriptorStream Open(TimeSpan? longestAfterSignal) => StandardStreams.IsWritable(Number)
        ? new DescriptorStream(new OutputDescriptor(Number)) { LongestAfterSignal = longestAfterSignal }
        : throw new ToolException("Cannot write standard output: it is closed. Send it to a file or a program, or to /dev/null.");

    private static void Print(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        using DescriptorStream output = Open(s_longestAfterSignal);
        try
        {
            output.Write(bytes);
        }
        catch (IOException e) when (e.HResult == LibC.EPIPE)
        {
            // As in '| head'.
        }
        catch (IOException e)
        {
            throw new ToolException($"Cannot write standard output: {e.Message}.");
        }
        catch (OperationCanceledException)
        {
            throw new ToolException("Cannot write standard output: nobody reads it, and a signal has asked to end. Send it to a file, or to a program that reads.");
        }
    }
}
