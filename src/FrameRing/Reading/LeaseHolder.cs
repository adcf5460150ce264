using FrameRing.Faults;
using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Segments;
using FrameRing.Sequencing;
using FrameRing.SystemV;
using FrameRing.Trust;

namespace FrameRing.Reading;

/// <summary>
/// A reader's entry in the lease table: its semaphore, its pins, its cursor. Given up by <see cref="Dispose"/>, and by the kernel if the
/// process ends before.
/// </summary>
internal sealed class LeaseHolder : IDisposable
{
    private readonly LeaseTable _table;
    private readonly ReaderSemaphores _semaphores;
    private readonly int _entry;
    private readonly uint _epoch;
    private bool _isHandedOver;
    private bool _disposed;

    private LeaseHolder(LeaseTable table, ReaderSemaphores semaphores, int entry)
    {
        _table = table;
        _semaphores = semaphores;
        _entry = entry;
        FaultPoint.Reach(FaultStep.EntryTaken);
        _epoch = table.Epoch(entry).Raise();
        ForgetAll();
        unsafe
        {
            *table.HolderPid(entry) = Environment.ProcessId;
        }

        // What a dead holder had kept is free now, and a claim may wait for it.
        WakeWriter();

        FaultPoint.Reach(FaultStep.EntryReady);
    }

    internal SegmentToken Token => _table.Token;

    internal Delivery Delivery => _table.Delivery;

    internal bool IsEvicted => _table.Evicted(_entry).Read() == _epoch;

    /// <summary>Takes an entry of the table that a directory names.</summary>
    /// <param name="directory">The ring's page, whose creator must have made the table and the semaphores too.</param>
    /// <param name="entry">What the directory says.</param>
    /// <param name="trusted">Whose tables are believed, besides the caller's and root's.</param>
    /// <param name="isLossless">Whether the producer must wait for the reader.</param>
    /// <param name="old">The reader's entry in another table. If that had the same semaphores, its semaphore goes over to the new one.</param>
    /// <exception cref="FrameRingException">
    /// There is no table, it is not what is wanted, none of its entries is free, or it may not be written. NotFound: it has just gone. The old
    /// entry is as before then.
    /// </exception>
    internal static LeaseHolder Take(RingDirectory directory, in DirectoryEntry entry, IReadOnlyList<uint> trusted, bool isLossless, LeaseHolder? old)
    {
        string operation = $"Take leases in ring '{directory.Name}'";
        if (entry.LeaseSegmentId < 0)
        {
            throw new FrameRingException(FrameRingError.NotOffered, operation, "the ring offers none", "Start its producer with leases, or with lossless delivery.");
        }

        try
        {
            return Take(operation, directory, entry, trusted, isLossless, old);
        }
        catch (FrameRingException e) when (e.Error == FrameRingError.AccessDenied)
        {
            throw new FrameRingException(
                FrameRingError.AccessDenied,
                operation,
                "only the ring's own user, and its group if that may read the ring, may take leases, whatever else its mode allows",
                "Read without leases, or give the ring to a group of this user.",
                e.Errno);
        }
    }

    private static LeaseHolder Take(string operation, RingDirectory directory, in DirectoryEntry entry, IReadOnlyList<uint> trusted, bool isLossless, LeaseHolder? old)
    {
        // Before, so that nothing of a stranger's is touched; and when it is attached, because until then the id can change hands.
        SharedMemorySegment segment = new(entry.LeaseSegmentId);
        OwnerTrust.ThrowIfUntrusted(operation, segment, trusted);
        LeaseTable table = LeaseTable.TryOpen(entry, directory.Name) ?? throw Gone(operation);
        try
        {
            OwnerTrust.ThrowIfUntrusted(operation, segment, trusted);
            directory.ThrowIfOfAnother(operation, segment);
            if (isLossless && table.Delivery != Delivery.Lossless)
            {
                throw LossOnly(directory.Name);
            }

            ReaderSemaphores semaphores = new(new SemaphoreSet(entry.ReaderSemaphoreId));
            if (semaphores.IsOf(directory.Name, directory.CreatorUid) == false)
            {
                throw FrameRingException.CorruptSegment(operation);
            }

            if (old is { _disposed: false, _isHandedOver: false } && old._semaphores == semaphores)
            {
                old._isHandedOver = true;
                return new LeaseHolder(table, semaphores, old._entry);
            }

            return semaphores.TryTake(out int index) switch
            {
                SemaphoreResult.Ok => new LeaseHolder(table, semaphores, index),
                SemaphoreResult.Removed => throw Gone(operation),
                _ => throw new FrameRingException(
                    FrameRingError.LimitExceeded,
                    operation,
                    $"all {LeaseGeometry.EntryCount} entries are taken by living readers",
                    "Stop one of them, or read without leases."),
            };
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <summary>The refusal of a ring that has leases but waits for no reader.</summary>
    internal static FrameRingException LossOnly(string name) => new(
        FrameRingError.NotOffered,
        $"Read ring '{name}' without loss",
        "it is a live ring, whose producer waits for nobody",
        "Start its producer with lossless delivery.");

    /// <summary>Says which frame is the first that must be kept. A full fence: what is read afterwards is read later.</summary>
    internal void MoveCursor(ulong sequence)
    {
        _table.Cursor(_entry).Announce(TaggedSequence.Pack(_epoch, sequence));
        FaultPoint.Reach(FaultStep.CursorAdvanced);
        WakeWriter();
    }

    /// <summary>Says that a frame must be kept. A full fence: the stamp is to be looked at afterwards.</summary>
    internal void Announce(int pin, ulong sequence)
    {
        _table.Pin(_entry, pin).Announce(TaggedSequence.Pack(_epoch, sequence));
        FaultPoint.Reach(FaultStep.LeaseAnnounced);
    }

    internal void Unpin(int pin, ulong sequence)
    {
        _table.Pin(_entry, pin).TryClear(TaggedSequence.Pack(_epoch, sequence));
        FaultPoint.Reach(FaultStep.UnleaseCleared);
        WakeWriter();
    }

    /// <summary>Keeps the table mapped while a lease is out, even if the reader is disposed.</summary>
    internal void AddReference() => _table.AddReference();

    internal void Release() => _table.Release();

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        ForgetAll();
        try
        {
            if (!_isHandedOver)
            {
                _semaphores.GiveBack(_entry);
            }
        }
        catch (FrameRingException)
        {
            // The set is gone with its ring, and the entry with it.
        }

        WakeWriter();
        _table.Dispose();
    }

    private static FrameRingException Gone(string operation) =>
        new(FrameRingError.NotFound, operation, "the ring has just ended", "Wait for its next producer and try again.");

    private void ForgetAll()
    {
        Clear(_table.Cursor(_entry));
        for (int pin = 0; pin < LeaseEntry.PinCount; pin++)
        {
            Clear(_table.Pin(_entry, pin));
        }
    }

    private static void Clear(LeaseWord word)
    {
        ulong seen = word.Read();
        if (seen != TaggedSequence.None)
        {
            word.TryClear(seen);
        }
    }

    private void WakeWriter()
    {
        if (_table.WaitingClaims.IsAnybodyWaiting)
        {
            _table.ReleaseWord.RaiseAndWake();
        }
    }
}
