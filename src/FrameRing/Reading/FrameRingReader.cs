using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Lifecycle;
using FrameRing.Waiting;

namespace FrameRing.Reading;

/// <summary>
/// One consumer of a ring. Maps it read-only, so it can disturb neither the producer nor another consumer. One thread at a time; open
/// several readers for several threads. Nothing is allocated per frame.
/// </summary>
public sealed unsafe partial class FrameRingReader : IDisposable
{
    private readonly FrameRingReaderOptions _options;
    private readonly IdleWaiter _waiter;
    private RingDirectory _directory;
    private DirectoryEntry _entry;
    private FrameSegment _segment;
    private FrameSegment? _left;
    private ulong _next;
    private bool _isOver;
    private bool _disposed;
    private ulong _read;
    private ulong _lost;
    private ulong _overwritten;
    private ulong _generationChanges;

    private FrameRingReader(string name, FrameRingReaderOptions options, RingDirectory directory, in DirectoryEntry entry, FrameSegment segment)
    {
        Name = name;
        _options = options;
        _waiter = new IdleWaiter(options.WaitStrategy);
        _directory = directory;
        _entry = entry;
        _segment = segment;
        _next = FirstWanted(options.Start);
    }

    /// <summary>The ring's name.</summary>
    public string Name { get; }

    /// <summary>The generation this reader is attached to.</summary>
    public ulong Generation => _segment.Generation;

    /// <summary>The newest frame published in that generation; one less than its first before that.</summary>
    public ulong Head => _segment.Head.ReadAcquire();

    /// <summary>The frame that comes next by <see cref="ReadPolicy.Every"/>.</summary>
    public ulong Next => _next;

    /// <summary>Slots of the generation.</summary>
    public int SlotCount => _segment.Geometry.SlotCount;

    /// <summary>Bytes of a slot.</summary>
    public long SlotSize => _segment.Geometry.SlotSize;

    /// <summary>Pages the generation lies on, as its writer noted.</summary>
    public PageTier PageTier => _segment.PageTier;

    /// <summary>Process that writes the ring, or wrote it last.</summary>
    public int WriterPid => _entry.WriterPid;

    /// <summary>Counts so far.</summary>
    public ReaderStatistics Statistics => new(_read, _lost, _overwritten, _generationChanges);

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
        DropLeftSegment();
        return TryRead(sequence, 0, out view);
    }

    /// <summary>Waits for the next frame by the policy.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Cuts the wait short.</param>
    /// <param name="view">The frame.</param>
    /// <returns>
    /// <see cref="ReadStatus.Ok"/>; <see cref="ReadStatus.TimedOut"/>; <see cref="ReadStatus.Canceled"/>;
    /// <see cref="ReadStatus.Ended"/> or <see cref="ReadStatus.WriterDied"/> when everything was read (a death is noticed within
    /// 100 ms); <see cref="ReadStatus.Corrupt"/>. After an end or a death a further call waits for a producer that takes up the name
    /// and goes on with it.
    /// </returns>
    public ReadStatus WaitNext(TimeSpan timeout, CancellationToken cancellationToken, out FrameView view)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        DropLeftSegment();
        Deadline deadline = Deadline.After(timeout);
        view = default;
        if (_isOver)
        {
            ReadStatus over = WaitForSuccessor(deadline, cancellationToken);
            if (over != ReadStatus.Ok)
            {
                return over;
            }
        }

        while (true)
        {
            // SYNC POINT E: the word first, then the look; see WakeWord.
            WakeWord word = _segment.WakeWord;
            uint seen = word.ReadAcquire();
            ReadStatus status = TryReadNext(out view);
            if (status != ReadStatus.NotYet)
            {
                _waiter.Reset();
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
                    _isOver = true;
                    return ReadStatus.Ended;
                }

                if (TryMove())
                {
                    continue;
                }
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return ReadStatus.Canceled;
            }

            if (deadline.HasPassed)
            {
                return ReadStatus.TimedOut;
            }

            if (_waiter.WaitOnce(word, seen, deadline, cancellationToken) && !WriterLives())
            {
                ReadStatus final = ReadStatus.NotYet;
                if (!IsEndedOrAhead(out view, ref final))
                {
                    _isOver = true;
                    return ReadStatus.WriterDied;
                }

                if (final != ReadStatus.NotYet)
                {
                    return final;
                }
            }
        }
    }

    /// <summary>Detaches. May be called more than once; views are invalid from then on.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            DropLeftSegment();
            _segment.Dispose();
            _directory.Dispose();
        }
    }

    internal void CountOverwritten() => _overwritten++;

    private ReadStatus TryReadNext(out FrameView view)
    {
        ulong head = _segment.Head.ReadAcquire();
        ulong wanted = _next;
        if (_options.Policy == ReadPolicy.Latest && head > wanted)
        {
            wanted = head;
        }

        ulong lost = 0;
        while (true)
        {
            ReadStatus status = TryRead(wanted, lost, out view);
            if (status == ReadStatus.Ok)
            {
                _read++;
                _lost += lost;
                _next = wanted + 1;
                return status;
            }

            if (status is not (ReadStatus.Overwritten or ReadStatus.Retired))
            {
                return status;
            }

            // Too late for this one. Go on where there is some room before the writer, not at its heels, or the next one is lost too.
            head = _segment.Head.ReadAcquire();
            ulong resume = Math.Max(wanted + 1, _options.Policy == ReadPolicy.Latest ? head : ResumePosition(head));
            if (_options.Policy == ReadPolicy.Every)
            {
                lost += resume - wanted;
            }

            wanted = resume;
        }
    }

    private ReadStatus TryRead(ulong sequence, ulong lost, out FrameView view)
    {
        view = default;
        FrameSegment segment = _segment;
        if (sequence < segment.FirstSequence)
        {
            return ReadStatus.Retired;
        }

        if (sequence > segment.Head.ReadAcquire())
        {
            return ReadStatus.NotYet;
        }

        ulong entry = segment.Index(sequence).ReadAcquire();
        if (IndexEntry.SequenceOf(entry) != sequence)
        {
            return ReadStatus.Overwritten;
        }

        int slot = IndexEntry.SlotOf(entry);
        if (slot >= segment.Geometry.SlotCount)
        {
            return ReadStatus.Corrupt;
        }

        if (!segment.Stamp(slot).IsReady(sequence))
        {
            return ReadStatus.Overwritten;
        }

        FrameMetadata metadata = *segment.Metadata(slot);
        if (!segment.Stamp(slot).StillReady(sequence))
        {
            return ReadStatus.Overwritten;
        }

        // From here on only the private copy counts: it is checked once and never read from shared memory again.
        if (metadata.Sequence != sequence || !FrameGeometry.TryCreate(metadata, segment.Geometry.SlotSize, out FrameGeometry geometry))
        {
            return ReadStatus.Corrupt;
        }

        view = new FrameView(this, segment, slot, metadata, geometry, lost);
        return ReadStatus.Ok;
    }

    private bool IsEndedOrAhead(out FrameView view, scoped ref ReadStatus status)
    {
        // The semaphore says that the writer is gone. It may have ended cleanly or published between our look and its death.
        GenerationState state = _segment.State.ReadAcquire();
        status = TryReadNext(out view);
        if (status == ReadStatus.NotYet && state == GenerationState.Ended)
        {
            _isOver = true;
            status = ReadStatus.Ended;
        }

        return status != ReadStatus.NotYet || state == GenerationState.Retired;
    }

    private bool WriterLives() =>
        WriterLock.IsHeld(_entry.WriterSemaphoreId) ?? new ProcessIdentity(_entry.WriterPid, _entry.WriterStartTime).IsAlive;

    private ulong FirstWanted(StartPosition start)
    {
        ulong head = _segment.Head.ReadAcquire();
        ulong first = _segment.FirstSequence;
        return start.Kind switch
        {
            StartKind.Newest => Math.Max(first, head),
            StartKind.Oldest => OldestReadable(head),
            StartKind.Next => head + 1,
            _ => Math.Max(start.Sequence, OldestReadable(head)),
        };
    }

    private ulong OldestReadable(ulong head)
    {
        // No more frames than slots can be there.
        ulong slots = (ulong)_segment.Geometry.SlotCount;
        ulong sequence = Math.Max(_segment.FirstSequence, head > slots ? head - slots + 1 : 1);
        while (sequence < head && !IsReadable(sequence))
        {
            sequence++;
        }

        return sequence;
    }

    private ulong ResumePosition(ulong head)
    {
        ulong oldest = OldestReadable(head);
        return oldest + ((head - Math.Min(oldest, head)) / 4);
    }

    private bool IsReadable(ulong sequence)
    {
        ulong entry = _segment.Index(sequence).ReadAcquire();
        int slot = IndexEntry.SlotOf(entry);
        return IndexEntry.SequenceOf(entry) == sequence && slot < _segment.Geometry.SlotCount && _segment.Stamp(slot).IsReady(sequence);
    }

    // A segment that was left is kept for one more call, so that a view handed out just before the move stays mapped while it is used.
    private void DropLeftSegment()
    {
        _left?.Dispose();
        _left = null;
    }
}
