using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Segments;
using FrameRing.Waiting;

namespace FrameRing.Writing;

/// <summary>
/// The writer's view of what readers ask it to keep: pins of leases, and cursors of lossless readers. Not thread-safe: the
/// writer's lock guards it. Nothing is allocated after the start.
/// </summary>
internal sealed class KeptFrames : IDisposable
{
    private const int WordsPerEntry = LeaseEntry.PinCount + 1;

    private static readonly (ulong, ulong) s_nothing = (ulong.MaxValue, ulong.MaxValue);

    private readonly LeaseTable _table;
    private readonly ReaderSemaphores _readers;
    private readonly bool _isLossless;
    private readonly ulong[] _pins = new ulong[LeaseGeometry.EntryCount * LeaseEntry.PinCount];
    private readonly ulong[] _words = new ulong[LeaseGeometry.EntryCount * WordsPerEntry];
    private int _pinCount;
    private int _waitingClaims;
    private ulong _smallestCursor;

    // What claims wait for, and how long they have done so. Frames up to the one given up are waited for no more, whoever needs them.
    private (ulong Sequence, ulong Cursor) _refused = s_nothing;
    private ulong _waitedFor;
    private long _waited;
    private long _lookedAt;
    private ulong _givenUp;

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
            if (epoch == 0)
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

            if (_isLossless && _table.Evicted(entry).Read() != epoch)
            {
                ulong word = _table.Cursor(entry).ReadAfterClaim();
                ulong cursor = TaggedSequence.SequenceOf(word);
                if (cursor > _givenUp)
                {
                    _smallestCursor = Math.Min(_smallestCursor, cursor);
                }
                else if (word != TaggedSequence.None)
                {
                    Evict(entry, word);
                }
            }
        }
    }

    /// <summary>By the last look: the first frame that a lossless reader still needs; the largest number if there is none.</summary>
    internal ulong SmallestCursor => _smallestCursor;

    /// <summary>By the last look: whether a lossless reader has not read the frame yet.</summary>
    internal bool IsUnread(ulong sequence) => sequence >= _smallestCursor;

    /// <summary>By the last look: whether a reader must not lose the frame. Notes the oldest that is kept from a claim by a cursor.</summary>
    internal bool IsKept(ulong sequence)
    {
        bool isUnread = IsUnread(sequence);
        if (isUnread && sequence < _refused.Sequence)
        {
            _refused = (sequence, _smallestCursor);
        }

        return isUnread || IsPinned(sequence);
    }

    /// <summary>By the last look: whether a reader has leased the frame.</summary>
    internal bool IsPinned(ulong sequence) => _pins.AsSpan(0, _pinCount).Contains(sequence);

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
    /// <returns>Whether there was one.</returns>
    internal bool Revoke(ulong sequence)
    {
        bool isRevoked = false;
        for (int entry = 0; entry < LeaseGeometry.EntryCount; entry++)
        {
            for (int pin = 0; pin < LeaseEntry.PinCount; pin++)
            {
                ulong word = _table.Pin(entry, pin).Read();
                if (word != TaggedSequence.None && TaggedSequence.SequenceOf(word) == sequence)
                {
                    isRevoked |= _table.Pin(entry, pin).TryClear(word);
                }
            }
        }

        return isRevoked;
    }

    /// <summary>A claim begins to wait: from now on time counts, unless it counts already for another claim.</summary>
    /// <param name="now">Nanoseconds of CLOCK_MONOTONIC.</param>
    internal void StartWaiting(long now)
    {
        if (_waitingClaims++ == 0)
        {
            _lookedAt = now;
        }
    }

    internal void StopWaiting() => _waitingClaims--;

    internal bool IsAnybodyWaiting => _waitingClaims > 0;

    /// <summary>
    /// To be called again and again while a claim waits: gives up the readers that still need a frame for which claims have waited so long.
    /// The time is the frame's, not a reader's: nobody puts it off by moving to and fro, by standing in for another, or as a new holder.
    /// </summary>
    /// <param name="limit">The time.</param>
    /// <param name="oldest">The first frame that a reader which has missed nothing can stand at.</param>
    /// <param name="now">Nanoseconds of CLOCK_MONOTONIC.</param>
    internal void EvictSilent(TimeSpan limit, ulong oldest, long now)
    {
        long passed = now - _lookedAt;
        _lookedAt = now;
        if (_refused == s_nothing)
        {
            return;
        }

        // A reader works through frames that hold nothing up themselves (a decoder needs them too, or their generation is over) before it
        // comes to the one whose slot is wanted. Each of them has its time, and none has it twice.
        ulong frame = Math.Min(Math.Max(_refused.Cursor, oldest), _refused.Sequence);
        _refused = s_nothing;
        if (frame > _waitedFor)
        {
            (_waitedFor, _waited) = (frame, 0);
            return;
        }

        _waited += passed;
        if (Deadline.IsOver(limit, _waited))
        {
            _givenUp = _waitedFor;
            Look();
        }
    }

    /// <summary>How many readers were given up so far.</summary>
    internal ulong EvictedCount { get; private set; }

    /// <summary>Living lossless readers that were not given up.</summary>
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
            ulong cursor = TaggedSequence.SequenceOf(_table.Cursor(entry).Read());
            bool counts = held[entry] > 0 && cursor > _givenUp && _table.Evicted(entry).Read() != _table.Epoch(entry).Read();
            count += counts ? 1 : 0;
        }

        return count;
    }

    public void Dispose() => _table.Dispose();

    // Before a slot is taken that it counts on, the holder is told. The epoch is read after the cursor, so it is that of the cursor's holder
    // or of a later one, and the tag says which: what a dead holder has left is nobody else's fault.
    private void Evict(int entry, ulong cursor)
    {
        uint epoch = _table.Epoch(entry).Read();
        if (TaggedSequence.IsOf(cursor, epoch) && _table.Evicted(entry).Read() != epoch)
        {
            _table.Evicted(entry).Write(epoch);
            EvictedCount++;
        }
    }

    private Sequencing.LeaseWord Word(int entry, int word) => word < LeaseEntry.PinCount ? _table.Pin(entry, word) : _table.Cursor(entry);
}
