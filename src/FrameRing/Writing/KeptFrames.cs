using FrameRing.Layout;
using FrameRing.Lifecycle;
using FrameRing.Waiting;

namespace FrameRing.Writing;

/// <summary>
/// The writer's view of what readers ask it to keep: pins of leases, and cursors of readers without loss. Not thread-safe: the
/// writer's lock guards it. Nothing is allocated after the start.
/// </summary>
internal sealed class KeptFrames : IDisposable
{
    private const int WordsPerEntry = LeaseEntry.PinCount + 1;

    private readonly LeaseTable _table;
    private readonly ReaderSemaphores _readers;
    private readonly bool _isLossless;
    private readonly ulong[] _pins = new ulong[LeaseGeometry.EntryCount * LeaseEntry.PinCount];
    private readonly ulong[] _words = new ulong[LeaseGeometry.EntryCount * WordsPerEntry];
    private readonly ulong[] _cursors = new ulong[LeaseGeometry.EntryCount];
    private readonly long[] _movedAt = new long[LeaseGeometry.EntryCount];
    private int _pinCount;
    private ulong _smallestCursor;

    internal KeptFrames(LeaseTable table, ReaderSemaphores readers, Delivery delivery)
    {
        _table = table;
        _readers = readers;
        _isLossless = delivery == Delivery.Lossless;
        table.Delivery = delivery;
        table.WaitingClaims.Reset();
    }

    internal LeaseTable Table => _table;

    internal ReaderSemaphores Readers => _readers;

    /// <summary>Reads all pins and cursors anew.</summary>
    internal void Look()
    {
        _pinCount = 0;
        _smallestCursor = ulong.MaxValue;
        for (int entry = 0; entry < LeaseGeometry.EntryCount; entry++)
        {
            uint epoch = _table.Epoch(entry).Read();
            if (epoch == 0 || _table.Evicted(entry).Read() == epoch)
            {
                continue;
            }

            for (int pin = 0; pin < LeaseEntry.PinCount; pin++)
            {
                if (_table.Pin(entry, pin).ReadAfterClaim() is var word and not TaggedSequence.None)
                {
                    _pins[_pinCount++] = TaggedSequence.SequenceOf(word);
                }
            }

            if (_isLossless && _table.Cursor(entry).ReadAfterClaim() is var cursor and not TaggedSequence.None)
            {
                _smallestCursor = Math.Min(_smallestCursor, TaggedSequence.SequenceOf(cursor));
            }
        }
    }

    /// <summary>By the last look: whether a reader without loss has not read the frame yet.</summary>
    internal bool IsUnread(ulong sequence) => sequence >= _smallestCursor;

    /// <summary>By the last look: whether a reader must not lose the frame.</summary>
    internal bool IsKept(ulong sequence) => IsUnread(sequence) || _pins.AsSpan(0, _pinCount).Contains(sequence);

    /// <summary>Looks anew: whether a living reader without loss has not got beyond a frame.</summary>
    internal bool IsAnybodyAtOrBefore(ulong sequence)
    {
        Look();
        if (!IsUnread(sequence))
        {
            return false;
        }

        ForgetDead();
        Look();
        return IsUnread(sequence);
    }

    /// <summary>Clears what dead readers left, which their semaphores tell. Asked when slots run short.</summary>
    internal void ForgetDead()
    {
        // The words first, then the semaphores: a word that was there before its entry was found free is a dead reader's, and a new
        // holder's has another tag.
        for (int entry = 0; entry < LeaseGeometry.EntryCount; entry++)
        {
            for (int word = 0; word < WordsPerEntry; word++)
            {
                _words[(entry * WordsPerEntry) + word] = Word(entry, word).Read();
            }
        }

        Span<ushort> held = stackalloc ushort[LeaseGeometry.EntryCount];
        if (!_readers.TryRead(held))
        {
            return;
        }

        for (int index = 0; index < _words.Length; index++)
        {
            if (_words[index] != TaggedSequence.None && held[index / WordsPerEntry] == 0)
            {
                Word(index / WordsPerEntry, index % WordsPerEntry).TryClear(_words[index]);
            }
        }
    }

    /// <summary>Takes all leases on a frame back.</summary>
    internal void Revoke(ulong sequence)
    {
        for (int entry = 0; entry < LeaseGeometry.EntryCount; entry++)
        {
            for (int pin = 0; pin < LeaseEntry.PinCount; pin++)
            {
                ulong word = _table.Pin(entry, pin).Read();
                if (word != TaggedSequence.None && TaggedSequence.SequenceOf(word) == sequence)
                {
                    _table.Pin(entry, pin).TryClear(word);
                }
            }
        }
    }

    /// <summary>A claim begins to wait: from now on it counts how long a reader has not moved.</summary>
    internal void StartWaiting()
    {
        long now = MonotonicClock.NowNanoseconds;
        for (int entry = 0; entry < LeaseGeometry.EntryCount; entry++)
        {
            (_cursors[entry], _movedAt[entry]) = (_table.Cursor(entry).Read(), now);
        }
    }

    /// <summary>Gives up on the readers that hold everything up and have not moved for the given time while a claim waited.</summary>
    /// <param name="limit">The time.</param>
    /// <param name="head">The newest frame: who waits for the next one holds nothing up.</param>
    /// <returns>How many.</returns>
    internal int EvictSilent(TimeSpan limit, ulong head)
    {
        long now = MonotonicClock.NowNanoseconds;
        int evicted = 0;
        for (int entry = 0; entry < LeaseGeometry.EntryCount; entry++)
        {
            ulong cursor = _table.Cursor(entry).Read();
            if (cursor != _cursors[entry])
            {
                (_cursors[entry], _movedAt[entry]) = (cursor, now);
                continue;
            }

            uint epoch = _table.Epoch(entry).Read();
            ulong sequence = TaggedSequence.SequenceOf(cursor);
            if (cursor != TaggedSequence.None && sequence == _smallestCursor && sequence <= head
                && now - _movedAt[entry] > limit.TotalNanoseconds && _table.Evicted(entry).Read() != epoch)
            {
                _table.Evicted(entry).Write(epoch);
                evicted++;
            }
        }

        return evicted;
    }

    /// <summary>Living readers without loss.</summary>
    internal int CountLossless()
    {
        Span<ushort> held = stackalloc ushort[LeaseGeometry.EntryCount];
        if (!_readers.TryRead(held))
        {
            return 0;
        }

        int count = 0;
        for (int entry = 0; entry < LeaseGeometry.EntryCount; entry++)
        {
            count += held[entry] > 0 && _table.Cursor(entry).Read() != TaggedSequence.None ? 1 : 0;
        }

        return count;
    }

    public void Dispose() => _table.Dispose();

    private Sequencing.LeaseWord Word(int entry, int word) => word < LeaseEntry.PinCount ? _table.Pin(entry, word) : _table.Cursor(entry);
}
