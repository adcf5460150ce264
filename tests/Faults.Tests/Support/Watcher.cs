using FrameRing.Reading;
using FrameRing.Testing;

namespace FrameRing.Faults.Tests.Support;

/// <summary>
/// A reader on a thread of its own that looks at every byte of every frame, and goes on after a death. Whatever it finds wrong is thrown
/// by <see cref="Check"/>.
/// </summary>
internal sealed class Watcher : IDisposable
{
    // Short, so that a reader that does not hang is seen to come back.
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(20);

    private readonly FrameRingReader _reader;
    private readonly FrameLog _log;
    private readonly WatcherKind _kind;
    private readonly Thread _thread;
    private readonly LeaseShelf _shelf = new();
    private volatile bool _isOver;
    private volatile Exception? _failure;
    private volatile bool _heardOver;
    private bool _hasEnded;
    private long _turns;
    private ulong _last;
    private int _status;

    private Watcher(FrameRingReader reader, WatcherKind kind, FrameLog log)
    {
        _reader = reader;
        _kind = kind;
        _log = log;
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Attaches now, if there is a ring with a living writer.</summary>
    internal static Watcher? TryAttach(string name, WatcherKind kind, FrameLog log)
    {
        FrameRingReaderOptions options = new()
        {
            Start = StartPosition.Oldest,
            Leases = kind == WatcherKind.Leasing,
            IsLossless = kind == WatcherKind.Lossless,
        };
        return FrameRingReader.TryAttach(name, options, TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader) == AttachStatus.Ok
            ? new Watcher(reader!, kind, log)
            : null;
    }

    internal long Turns => Interlocked.Read(ref _turns);

    internal ulong Last => Volatile.Read(ref _last);

    internal ReadStatus Status => (ReadStatus)Volatile.Read(ref _status);

    internal ReaderStatistics Statistics => _reader.Statistics;

    internal WatcherKind Kind => _kind;

    /// <summary>Whether it was told of an end or a death since this was last cleared.</summary>
    internal bool HeardOver
    {
        get => _heardOver;
        set => _heardOver = value;
    }

    internal bool IsBroken => _failure is not null;

    internal void Check()
    {
        if (_failure is { } failure)
        {
            throw new InvalidOperationException($"{this}: {failure.Message}", failure);
        }
    }

    public override string ToString() => $"{_kind} reader at frame {Last}, last told {Status}";

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        _reader.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_isOver)
            {
                ReadStatus status = _reader.WaitNext(s_turn, CancellationToken.None, out FrameView view);
                if (status == ReadStatus.Ok)
                {
                    Look(view);
                }
                else if (status is ReadStatus.Ended or ReadStatus.WriterDied)
                {
                    _hasEnded |= status == ReadStatus.Ended;
                    _heardOver = true;
                }
                else if (status != ReadStatus.TimedOut)
                {
                    throw new InvalidOperationException($"told {status}");
                }

                Volatile.Write(ref _status, (int)status);
                Interlocked.Increment(ref _turns);
            }

            _shelf.Clear();
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }

    private void Look(in FrameView view)
    {
        bool isWhole = SignedFrames.IsWhole(view, out ulong signer);
        if (_kind == WatcherKind.Leasing)
        {
            _shelf.Add(_reader, view);
        }

        if (view.Validate() != ReadStatus.Ok)
        {
            return;
        }

        // Numbers may begin anew after a clean end only.
        if (!isWhole || (view.Sequence <= _last && !_hasEnded))
        {
            throw new InvalidOperationException(isWhole ? $"got frame {view.Sequence} after frame {_last}" : $"got a wrong frame as {view.Sequence}");
        }

        _hasEnded = false;
        _log.Note(view.Sequence, signer);
        Volatile.Write(ref _last, view.Sequence);
    }
}
