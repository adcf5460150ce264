using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Testing;
using FrameRing.Writing;

namespace FrameRing.Faults.Tests.Support;

/// <summary>The producer that comes after one that was killed, in this process.</summary>
internal sealed class NextWriter : IDisposable
{
    internal const int Slots = 12;

    private readonly FrameRingWriter _writer;
    private readonly ulong _signer = SignedFrames.NewSigner();
    private readonly int _height;

    private NextWriter(FrameRingWriter writer)
    {
        _writer = writer;
        _height = (int)(writer.SlotSize / SignedFrames.Width);
    }

    internal ulong Head => _writer.Head;

    internal WriterStatistics Statistics => _writer.Statistics;

    internal int LosslessReaders => _writer.LosslessReaders;

    internal static NextWriter Create(string name, Delivery delivery, HugePagePolicy pages, TimeSpan? patience = null, (int Slots, long Size)? geometry = null) =>
        new(FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = name,
            SlotCount = geometry?.Slots ?? Slots,
            SlotSize = geometry?.Size ?? SignedFrames.Bytes,
            HugePages = pages,
            Leases = true,
            Delivery = delivery,
            LeaseTimeout = patience ?? Watchdog.Limit,
            ReaderTimeout = patience ?? Watchdog.Limit,
        }));

    /// <summary>Takes up the name, and goes on in the dead one's segment if that is there and wants to be the right one.</summary>
    internal static NextWriter Succeed(string name, Delivery delivery, HugePagePolicy pages, FrameLog log)
    {
        DeadRing dead = DeadRing.Find(name);
        NextWriter next = Create(name, delivery, pages, null, dead.Live);
        Assert.Equal(dead.Live is not null, next._writer.Generation == dead.Generation);
        Assert.True(next._writer.Generation >= dead.Generation);
        if (dead.DirectoryId < 0)
        {
            // Nothing is known of the line before: it had not begun, or it had ended but for its last step.
            log.BeginAnew();
        }
        else
        {
            Assert.Equal(dead.DirectoryId, DeadRing.Find(name).DirectoryId);
        }

        Assert.True(next.Head >= log.Highest, $"numbers go back: {next.Head} after {log.Highest}");
        return next;
    }

    internal void Publish(int frames = 1)
    {
        for (int frame = 0; frame < frames; frame++)
        {
            Assert.NotEqual(0ul, SignedFrames.Publish(_writer, _signer, _height));
        }
    }

    internal void End() => _writer.End();

    public void Dispose() => _writer.Dispose();
}
