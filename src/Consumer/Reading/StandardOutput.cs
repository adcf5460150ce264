using System.Runtime.InteropServices;
using Tmds.Linux;

namespace FrameRing.Consumer.Reading;

/// <summary>
/// Standard output by write(2). The stream of <see cref="Console"/> takes a pipe that nobody reads any more for a success, and a
/// consumer behind it would run for ever; a <see cref="FileStream"/> would not move the file offset that a shell's commands share.
/// </summary>
internal sealed unsafe class StandardOutput : Stream
{
    private const int Descriptor = 1;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            long written;
            fixed (byte* start = buffer)
            {
                written = (long)LibC.write(Descriptor, start, (size_t)buffer.Length);
            }

            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            int error = LibC.errno;
            if (error == LibC.EAGAIN)
            {
                // Whoever started us made the pipe non-blocking: wait until there is room. An error shows in the next write.
                pollfd room = new() { fd = Descriptor, events = LibC.POLLOUT };
                LibC.poll(&room, 1, -1);
            }
            else if (error != LibC.EINTR)
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
