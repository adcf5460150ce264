using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FrameRing.Text;
using Tmds.Linux;

namespace FrameRing.CommandLine.Streams;

/// <summary>
/// Standard output by write(2). The stream of <see cref="Console"/> takes a pipe that nobody reads any more for a success, and a
/// consumer behind it would run for ever; a <see cref="FileStream"/> would not move the file offset that a shell's commands share.
/// </summary>
public sealed unsafe class StandardOutput : Stream
{
    private const int Descriptor = 1;
    private const int PollMilliseconds = 100;

    private readonly int _descriptor;

    /// <summary>Takes it.</summary>
    /// <exception cref="ToolException">The process has none.</exception>
    public StandardOutput()
    {
        if (!StandardStreams.IsWritable(Descriptor))
        {
            throw new ToolException("Cannot write standard output: it is closed. Send it to a file or a program, or to /dev/null.");
        }

        _descriptor = OpenPipeAnew();
    }

    /// <summary>Ends a wait for a reader that does not read; then <see cref="Write(ReadOnlySpan{byte})"/> throws.</summary>
    public CancellationToken Stop { get; set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

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

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            long written;
            fixed (byte* start = buffer)
            {
                written = (long)LibC.write(_descriptor, start, (size_t)buffer.Length);
            }

            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            int error = LibC.errno;
            if (error == LibC.EAGAIN)
            {
                // The reader of the pipe is slow: wait until there is room, and look for the user's wish to end now and then.
                pollfd room = new() { fd = _descriptor, events = LibC.POLLOUT };
                LibC.poll(&room, 1, PollMilliseconds);
                Stop.ThrowIfCancellationRequested();
            }
            else if (error != LibC.EINTR)
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        if (_descriptor != Descriptor)
        {
            LibC.close(_descriptor);
        }

        base.Dispose(disposing);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static void Print(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        using StandardOutput output = new();
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
    }

    // A description of our own, so that it can be non-blocking without others noticing who share the pipe. Only for pipes: a file
    // opened anew would begin at its start, and a write to it does not wait for anybody.
    private static int OpenPipeAnew()
    {
        stat status;
        if (LibC.fstat(Descriptor, &status) != 0 || (status.st_mode & LibC.S_IFMT) != LibC.S_IFIFO)
        {
            return Descriptor;
        }

        fixed (byte* path = "/proc/self/fd/1\0"u8)
        {
            int own = LibC.open(path, LibC.O_WRONLY | LibC.O_NONBLOCK | LibC.O_CLOEXEC);
            return own >= 0 ? own : Descriptor;
        }
    }
}
