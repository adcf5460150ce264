using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Producer.Sources;
using FrameRing.Producer.Sources.Cameras;
using FrameRing.Reading;
using FrameRing.Writing;

namespace FrameRing.Camera.Tests;

/// <summary>A camera, a ring and a reader in this process: the producer's own source on a thread of its own.</summary>
internal sealed class CameraRun : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(40);

    private readonly CancellationTokenSource _stop = new();
    private readonly CameraSource _source;
    private readonly FrameRingWriter _writer;
    private readonly List<string> _remarks = [];
    private readonly Thread _thread;
    private Exception? _failure;
    private int _discontinuities;
    private long _allocated;

    internal CameraRun(CameraOptions options, HugePagePolicy pages = HugePagePolicy.Off, int? slots = null, bool leases = false)
    {
        _source = new CameraSource(options, _stop.Token);
        _writer = FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = Tool.NewRing(),
            SlotCount = slots ?? _source.Slots.Count,
            SlotSize = _source.Slots.Size,
            HugePages = pages,
            Hold = _source.Hold,
            IsFilledByDevice = _source.IsFilledByDevice,
            Leases = leases,
            LeaseTimeout = TimeSpan.FromMinutes(10),
        });
        Assert.Equal(AttachStatus.Ok, FrameRingReader.TryAttach(_writer.Name, new FrameRingReaderOptions { Start = StartPosition.Oldest, Leases = leases }, TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader));
        Reader = reader!;
        _thread = new Thread(Publish);
        _thread.Start();
    }

    internal FrameRingReader Reader { get; }

    internal CameraStatistics Camera => _source.Statistics;

    internal WriterStatistics Statistics => _writer.Statistics;

    internal SourceState State => _writer.SourceState;

    internal string Description => _source.Description;

    internal string Ring => _writer.Name;

    /// <summary>Published frames that say they do not follow on from the one before.</summary>
    internal int Discontinuities => Volatile.Read(ref _discontinuities);

    /// <summary>Bytes of managed memory that the capturing thread took for the frames after the first twenty.</summary>
    internal long Allocated => Volatile.Read(ref _allocated);

    internal string? Failure => _source.Failure;

    internal string Remarks
    {
        get
        {
            lock (_remarks)
            {
                return string.Join('\n', _remarks);
            }
        }
    }

    /// <summary>The next frame, packed without padding, checked to be whole.</summary>
    internal FrameMetadata Next(out byte[] picture)
    {
        while (true)
        {
            ReadStatus status = Reader.WaitNext(s_limit, CancellationToken.None, out FrameView view);
            Assert.True(status == ReadStatus.Ok, $"{status}, {State}, {_failure}\n{Remarks}");
            FrameMetadata metadata = view.Metadata;
            picture = Pack(view);
            if (view.Validate() == ReadStatus.Ok)
            {
                return metadata;
            }
        }
    }

    internal FrameMetadata Next() => Next(out _);

    /// <summary>Waits until something is so; a frame or a second later it is looked at again.</summary>
    internal void WaitFor(Func<bool> isSo, string what)
    {
        long end = Environment.TickCount64 + (long)s_limit.TotalMilliseconds;
        while (!isSo())
        {
            Assert.True(Environment.TickCount64 < end, $"{what}: not within {s_limit.TotalSeconds} s; {State}, {_failure}\n{Remarks}");
            Reader.WaitNext(TimeSpan.FromMilliseconds(100), CancellationToken.None, out _);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _source.Dispose();
        Reader.Dispose();
        int claims = _writer.LiveClaims;
        _writer.Dispose();
        _stop.Dispose();
        Assert.Null(_failure);
        Assert.Equal(0, claims);
    }

    private static byte[] Pack(in FrameView view)
    {
        FrameMetadata metadata = view.Metadata;
        Assert.True(PixelFormats.TryGet(metadata.Format, out PixelFormat? format));
        byte[] packed = new byte[format.PackedSize(metadata.CodedWidth, metadata.CodedHeight)];
        int taken = 0;
        for (int plane = 0; plane < metadata.PlaneCount; plane++)
        {
            for (int row = 0; row < format.Rows(plane, metadata.CodedHeight); row++)
            {
                ReadOnlySpan<byte> bytes = view.GetRow(plane, row);
                bytes.CopyTo(packed.AsSpan(taken));
                taken += bytes.Length;
            }
        }

        return packed;
    }

    private void Publish()
    {
        try
        {
            const int WarmUp = 20;
            SourceStatus status;
            int frames = 0;
            long before = 0;
            while ((status = _source.TryFill(_writer, out SlotClaim claim, out FrameMetadata metadata, out nint token)) != SourceStatus.Ended)
            {
                if (status == SourceStatus.Dropped || (status == SourceStatus.Filled && claim.Publish(metadata, token) == 0))
                {
                    claim.Dispose();
                    _writer.AddDropped(1);
                }

                if (status == SourceStatus.Filled && (metadata.Flags & FrameFlags.Discontinuity) != 0)
                {
                    Interlocked.Increment(ref _discontinuities);
                }

                if (status == SourceStatus.Filled && ++frames >= WarmUp)
                {
                    long now = GC.GetAllocatedBytesForCurrentThread();
                    before = frames == WarmUp ? now : before;
                    Volatile.Write(ref _allocated, now - before);
                }

                while (_source.TakeRemark() is { } remark)
                {
                    lock (_remarks)
                    {
                        _remarks.Add(remark);
                    }
                }
            }
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }
}
