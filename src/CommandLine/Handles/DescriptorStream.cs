using System.Diagnostics;
using FrameRing.CommandLine.Signals;
using Tmds.Linux;

namespace FrameRing.CommandLine.Handles;

/// <summary>Writes all of something to a descriptor. What waits here for somebody who does not read ends with the user's wish to end.</summary>
/// <param name="output">Where to; closed with this.</param>
public sealed class DescriptorStream(OutputDescriptor output) : Stream
{
    private const int PollMilliseconds = 100;

    /// <summary>Ends a wait for a reader that does not read; then <see cref="Write(ReadOnlySpan{byte})"/> throws.</summary>
    public CancellationToken Stop { get; set; }

    /// <summary>How long a wait goes on after the first stop signal, or after it has begun if that is later. Null: until <see cref="Stop"/>.</summary>
    internal TimeSpan? LongestAfterSignal { get; init; }

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
    /// <exception cref="IOException">It cannot be written; the HResult is the number of the error.</exception>
    /// <exception cref="OperationCanceledException">Nobody reads, and the user wants to end.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        long begun = Stopwatch.GetTimestamp();
        while (!buffer.IsEmpty)
        {
            int error = output.TryWrite(buffer, out int written);
            buffer = buffer[written..];
            if (error == LibC.EAGAIN)
            {
                // The reader is slow: look for the user's wish to end now and then.
                output.HasRoomWithin(PollMilliseconds);
                ThrowIfStopped(begun);
            }
            else if (error is not 0 && error != LibC.EINTR)
            {
                throw Descriptor.Failure(error);
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
            output.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ThrowIfStopped(long begun)
    {
        Stop.ThrowIfCancellationRequested();
        if (LongestAfterSignal is { } longest && StopSignals.SinceFirst is { } since && since > longest && Stopwatch.GetElapsedTime(begun) > longest)
        {
            throw new OperationCanceledException();
        }
    }
}
