using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace FrameRing.CommandLine.Files;

/// <summary>Writes to an open file, pipe or device that does not wait by itself (O_NONBLOCK); what waits here is ended by a token.</summary>
/// <param name="handle">The file; closed with this.</param>
public sealed unsafe class DescriptorStream(SafeFileHandle handle) : Stream
{
    private const int PollMilliseconds = 100;

    /// <summary>Ends a wait for a reader that does not read; then <see cref="Write(ReadOnlySpan{byte})"/> throws.</summary>
    public CancellationToken Stop { get; set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int descriptor = Descriptor.NumberOf(handle);
        while (!buffer.IsEmpty)
        {
            long written;
            fixed (byte* start = buffer)
            {
                written = (long)LibC.write(descriptor, start, (size_t)buffer.Length);
            }

            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            int errno = LibC.errno;
            if (errno == LibC.EAGAIN)
            {
                pollfd room = new() { fd = descriptor, events = LibC.POLLOUT };
                LibC.poll(&room, 1, PollMilliseconds);
                Stop.ThrowIfCancellationRequested();
            }
            else if (errno != LibC.EINTR)
            {
                throw Descriptor.Failure(errno);
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            handle.Dispose();
        }

        base.Dispose(disposing);
    }
}
