using System.Runtime.InteropServices;
using FrameRing.Producer.Interop;
using Tmds.Linux;

namespace FrameRing.Producer.Demuxing;

/// <summary>
/// A pipe as input: standard input, or a FIFO by its path. FFmpeg would block in open(2) and read(2), where no stop signal gets
/// through; a descriptor that does not block lets it look at the signal while it waits. Owns the descriptor.
/// </summary>
internal sealed class PipeInput : IDisposable
{
    internal const string StandardInput = "/proc/self/fd/0";

    private const int PollMilliseconds = 100;

    private readonly int _descriptor;
    private bool _disposed;

    private PipeInput(int descriptor) => _descriptor = descriptor;

    /// <summary>What FFmpeg opens instead of the pipe.</summary>
    internal string Url => FormattableString.Invariant($"pipe:{_descriptor}");

    /// <summary>True if the user means standard input: <c>-</c>, <c>pipe:</c> or <c>pipe:0</c>.</summary>
    internal static bool IsStandardInput(string input) => input is "-" or "pipe:" or "pipe:0";

    /// <summary>
    /// True if standard input is a file that can be opened anew, and so be sought in. From the middle of a file, where a program before us
    /// has left it, only what follows is meant.
    /// </summary>
    internal static bool IsFileAtStart()
    {
        if (Pipes.lseek(0, 0, Pipes.SEEK_CUR) != 0 || !IsOfKind(StandardInput, LibC.S_IFREG))
        {
            return false;
        }

        int descriptor = Pipes.open(StandardInput, Pipes.O_RDONLY | Pipes.O_CLOEXEC);
        if (descriptor >= 0)
        {
            Pipes.close(descriptor);
        }

        return descriptor >= 0;
    }

    /// <summary>Opens the input if it is a pipe, and waits until it has data or its writer is gone.</summary>
    /// <param name="input">What the user gave.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <returns>Null if it is something else, which is FFmpeg's affair.</returns>
    /// <exception cref="OperationCanceledException">The stop signal came.</exception>
    internal static PipeInput? TryOpen(string input, CancellationToken stop)
    {
        // Opened anew, so that other users of the same standard input go on blocking as they expect.
        string path = IsStandardInput(input) ? StandardInput : input.StartsWith("file:", StringComparison.Ordinal) ? input[5..] : input;
        if (!IsStandardInput(input) && !IsOfKind(path, LibC.S_IFIFO))
        {
            // Not even opened: a device may do something when it is.
            return null;
        }

        int descriptor = Pipes.open(path, Pipes.O_RDONLY | Pipes.O_NONBLOCK | Pipes.O_CLOEXEC);
        if (descriptor < 0)
        {
            return null;
        }

        PipeInput pipe = new(descriptor);
        if (Pipes.lseek(descriptor, 0, Pipes.SEEK_CUR) >= 0 || Marshal.GetLastPInvokeError() != Pipes.ESPIPE)
        {
            pipe.Dispose();
            return null;
        }

        try
        {
            pipe.WaitForData(stop);
            return pipe;
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Pipes.close(_descriptor);
        }
    }

    private static unsafe bool IsOfKind(string path, mode_t kind)
    {
        stat status;
        fixed (byte* name = System.Text.Encoding.UTF8.GetBytes(path + '\0'))
        {
            return LibC.stat(name, &status) == 0 && (status.st_mode & LibC.S_IFMT) == kind;
        }
    }

    private void WaitForData(CancellationToken stop)
    {
        // Until a writer has opened a FIFO, reading would say that it is at its end.
        Pipes.pollfd state = new() { fd = _descriptor, events = Pipes.POLLIN };
        int ready;
        do
        {
            stop.ThrowIfCancellationRequested();
            ready = Pipes.poll(ref state, 1, PollMilliseconds);
        }
        while (ready == 0 || (ready < 0 && Marshal.GetLastPInvokeError() == Pipes.EINTR));
    }
}
