using FrameRing.Layout;
using FrameRing.Segments;
using FrameRing.Waiting;

namespace FrameRing.Reading;

/// <summary>
/// One consumer of a ring. Maps it read-only, so it can disturb neither the producer nor another consumer. One thread at a time; open
/// several readers for several threads. Nothing is allocated per frame.
/// </summary>
public sealed unsafe partial class FrameRingReader : IDisposable, IViewOwner
{
    private const int MaxRounds = 64;

    private readonly FrameRingReaderOptions _options;
    private readonly IdleWaiter _waiter;
    private RingDirectory _directory;
    private DirectoryEntry _entry;
    private FrameSegment _segment;
    private ulong _next;
    private ReadStatus? _over;
    private (GenerationState State, ulong Head) _whenOver;
    private uint _call;
    private bool _disposed;
    private ulong _read;
    private ulong _lost;
    private ulong _overwritten;
    private ulong _generationChanges;
    private ulong _writerChanges;

    internal FrameRingReader(string name, FrameRingReaderOptions options, RingDirectory directory, in DirectoryEntry entry, FrameSegment segment)
    {
        Name = name;
        _options = options;
        _waiter = new IdleWaiter(options.WaitStrategy);
        _directory = directory;
        _entry = entry;
        _segment = segment;
        try
        {
            _holder = HolderFor(directory, entry);
            if (options.IsLossless)
            {
                Join(options.Start);
            }
            else
            {
                _next = FirstWanted(options.Start);
            }
        }
        catch
        {
            // Refused: nobody else would give the entry back before this process ends, nor a segment that was moved to.
            _holder?.Dispose();
            _segment.Dispose();
            throw;
        }

        // What it passed on its way to the place where it could join is not a change that it has lived through.
        (_generationChanges, _writerChanges) = (0, 0);
        if (options.Leases)
        {
            _leases = [.. Enumerable.Range(0, MaxLeases).Select(pin => new LeaseRecord(this, pin))];
        }
    }

    /// <summary>The ring's name.</summary>
    public string Name { get; }

    /// <summary>The generation this reader is attached to.</summary>
    public ulong Generation => _segment.Generation;

    /// <summary>The newest frame published in that generation; one less than its first before that.</summary>
    public ulong Head
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return ReadHead();
        }
    }

    /// <summary>The frame that comes next by <see cref="ReadPolicy.Every"/>.</summary>
    public ulong Next => _next;

    /// <summary>Slots of the generation.</summary>
    public int SlotCount => _segment.Geometry.SlotCount;

    /// <summary>Bytes of a slot.</summary>
    public long SlotSize => _segment.Geometry.SlotSize;

    /// <summary>Pages the generation lies on, as its writer noted.</summary>
    public PageTier PageTier => _segment.PageTier;

    /// <summary>State of the source of the frames, as the producer last told; for display.</summary>
    public SourceState SourceState
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _segment.SourceState;
        }
    }

    /// <summary>What the frames come from, as the producer has named it: printable text for people; null if it told nothing.</summary>
    public string? SourceName
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _segment.SourceName;
        }
    }

    /// <summary>Process that writes the ring, or wrote it last.</summary>
    public int WriterPid => _entry.WriterPid;

    /// <summary>Counts so far.</summary>
    public ReaderStatistics Statistics => new(_read, _lost, _overwritten, _generationChanges, _writerChanges, Interlocked.Read(ref _revoked), _waiter.LateWakeUps);

    /// <summary>Takes exactly one frame, if it is there. Never waits.</summary>
    /// <param name="sequence">The frame's number.</param>
    /// <param name="view">The frame.</param>
    /// <returns>
    /// <see cref="ReadStatus.Ok"/>; <see cref="ReadStatus.NotYet"/>; <see cref="ReadStatus.Overwritten"/>;
    /// <see cref="ReadStatus.Retired"/> if the frame is older than this generation; <see cref="ReadStatus.Corrupt"/>.
    /// </returns>
    public ReadStatus TryRead(ulong sequence, out FrameView view)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _call++;
        return TryRead(sequence, 0, out view);
    }

    /// <summary>Waits for the next frame by the policy.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Cuts the wait short. A call with a token that is cancelled already gives out no frame and passes none over.</param>
    /// <param name="view">The frame.</param>
    /// <returns>
    /// <see cref="ReadStatus.Ok"/>; <see cref="ReadStatus.TimedOut"/>; <see cref="ReadStatus.Canceled"/>;
    /// <see cref="ReadStatus.Ended"/> or <see cref="ReadStatus.WriterDied"/> when everything was read (a death is noticed within
    /// 100 ms); <see cref="ReadStatus.Evicted"/>; <see cref="ReadStatus.Corrupt"/>. After an end or a death a further call waits for a producer that takes up the name
    /// and goes on with it.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative timeout.</exception>
    /// <exception cref="FrameRingException">The name was taken up by a ring that is not trusted, not allowed, damaged, or of another version.</exception>
    public ReadStatus WaitNext(TimeSpan timeout, CancellationToken cancellationToken, out FrameView view)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        TimeoutCheck.ThrowIfNegative(timeout);
        _call++;
        Deadline deadline = Deadline.After(timeout);
        view = default;
        bool isCanceled = cancellationToken.IsCancellationRequested;
        if (_over is ReadStatus over && !isCanceled)
        {
            ReadStatus status = WaitForSuccessor(over, deadline, cancellationToken);
            if (status != ReadStatus.Ok)
            {
                return status;
            }
        }

        if (_options.IsLossless)
        {
            // The frame handed out before is done with.
            _holder!.MoveCursor(_next);
        }

        // A reader that is always behind never waits, so it looks here.
        if (isCanceled)
        {
            return ReadStatus.Canceled;
        }

        _waiter.Begin();
        while (true)
        {
            // SYNC POINT E: the word first, then the look; see WakeWord.
            WakeWord word = _segment.WakeWord;
            uint seen = word.ReadAcquire();
            ReadStatus status = TryReadNext(out view);
            if (status != ReadStatus.NotYet)
            {
                if (status == ReadStatus.Ok)
                {
                    _waiter.NoteFrame(view.Metadata.PublishTime);
                }
                else
                {
                    _waiter.Reset();
                }

                return status;
            }

            // State first, then the head again: what was published before the state changed is not left behind (SYNC POINT F).
            GenerationState state = _segment.State.ReadAcquire();
            if (state is GenerationState.Ended or GenerationState.Retired)
            {
                if (TryReadNext(out view) is var last && last != ReadStatus.NotYet)
                {
                    return last;
                }

                if (state == GenerationState.Ended)
                {
                    return Over(ReadStatus.Ended);
                }

                if (TryMoveOn())
                {
                    continue;
                }

                if (IsNextGenerationGone(out ReadStatus end))
                {
                    return Over(end);
                }
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return ReadStatus.Canceled;
            }

            // Who only polls asks for the writer too, as often as who waits.
            bool isTimedOut = deadline.HasPassed;
            if ((isTimedOut ? _waiter.IsLookDue() : _waiter.WaitOnce(word, seen, deadline, cancellationToken)) && IsWriterGone())
            {
                // It may have published, ended or moved on between our look and its death.
                GenerationState final = _segment.State.ReadAcquire();
                if (TryReadNext(out view) is var last && last != ReadStatus.NotYet)
                {
                    return last;
                }

                if (final is not (GenerationState.Ended or GenerationState.Retired))
                {
                    return Over(ReadStatus.WriterDied);
                }
            }

            if (isTimedOut)
            {
                return ReadStatus.TimedOut;
            }
        }
    }

    /// <summary>Detaches. May be called more than once; views are invalid from then on.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _call++;
            _holder?.Dispose();
            _segment.Dispose();
            _directory.Dispose();
        }
    }

    /// <summary>What the views of the last call carry; every further call makes them invalid.</summary>
    internal uint Call => _call;

    uint IViewOwner.Call => _call;

    ReadStatus IViewOwner.NoteOverwritten()
    {
        _overwritten++;
        return ReadStatus.Overwritten;
    }
}
