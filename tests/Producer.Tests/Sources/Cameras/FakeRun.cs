using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Producer.Sources;
using FrameRing.Producer.Sources.Cameras;
using FrameRing.Reading;
using FrameRing.Testing.Cameras;
using FrameRing.Writing;

namespace FrameRing.Producer.Tests.Sources.Cameras;

/// <summary>The camera source on a driver in memory, a ring and a reader, one call after the other on this thread.</summary>
internal sealed class FakeRun : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CameraSource _source;
    private readonly List<string> _remarks = [];

    internal FakeRun(FakeMachine machine, CameraOptions? options = null, int? slots = null, TimeSpan? lossless = null)
    {
        // A dead camera is looked for at once, so that no test waits.
        CameraOptions wishes = options ?? new CameraOptions { Path = "/dev/video0" };
        _source = new CameraSource(wishes with { RetryDelay = TimeSpan.Zero }, machine.Open, _stop.Token);
        Writer = FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = Tool.NewRing(),
            SlotCount = slots ?? _source.Slots.Count,
            SlotSize = _source.Slots.Size,
            Hold = _source.Hold,
            HugePages = HugePagePolicy.Off,
            IsFilledByDevice = _source.IsFilledByDevice,
            Delivery = lossless is null ? Delivery.Live : Delivery.Lossless,
            ReaderTimeout = lossless ?? TimeSpan.FromSeconds(10),
        });
        Assert.Equal(AttachStatus.Ok, FrameRingReader.TryAttach(Writer.Name, new FrameRingReaderOptions { Start = StartPosition.Oldest, IsLossless = lossless is not null }, TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader));
        Reader = reader!;
    }

    internal FrameRingWriter Writer { get; }

    internal FrameRingReader Reader { get; }

    internal CameraStatistics Camera => _source.Statistics;

    internal string Description => _source.Description;

    internal string? Failure => _source.Failure;

    internal IReadOnlyList<string> Remarks => _remarks;

    /// <summary>One call of the source; what it fills is published.</summary>
    internal SourceStatus Step(out FrameMetadata metadata)
    {
        SourceStatus status = _source.TryFill(Writer, out SlotClaim claim, out metadata, out nint token);
        if (status == SourceStatus.Filled)
        {
            Assert.NotEqual(0UL, claim.Publish(metadata, token));
        }
        else if (status == SourceStatus.Dropped)
        {
            Writer.AddDropped(1);
        }

        while (_source.TakeRemark() is { } remark)
        {
            _remarks.Add(remark);
        }

        return status;
    }

    /// <summary>Calls the source until it gives a frame.</summary>
    internal FrameMetadata Frame()
    {
        for (int i = 0; i < 1000; i++)
        {
            if (Step(out FrameMetadata metadata) == SourceStatus.Filled)
            {
                return metadata;
            }
        }

        throw new InvalidOperationException($"No frame in 1000 calls; {Camera.ErrorBuffers} errors, {Camera.ShortBuffers} short.\n{string.Join('\n', _remarks)}");
    }

    /// <summary>Calls the source until something is so.</summary>
    internal void Until(Func<bool> isSo)
    {
        for (int i = 0; !isSo(); i++)
        {
            Assert.True(i < 1000, $"Not in 1000 calls.\n{string.Join('\n', _remarks)}");
            Step(out _);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _source.Dispose();
        Reader.Dispose();
        int claims = Writer.LiveClaims;
        Writer.Dispose();
        _stop.Dispose();
        Assert.Equal(0, claims);
    }
}
