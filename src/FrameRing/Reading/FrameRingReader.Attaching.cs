using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Trust;
using FrameRing.Waiting;

namespace FrameRing.Reading;

/// <content>Attaching, moving to the next generation, following to the next producer.</content>
public sealed unsafe partial class FrameRingReader
{
    /// <summary>Attaches a ring, waiting for it to appear.</summary>
    /// <param name="name">The ring's name.</param>
    /// <param name="options">How to read.</param>
    /// <param name="wait">How long to wait for the ring; zero looks once, <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <param name="cancellationToken">Cuts the wait short.</param>
    /// <param name="reader">The reader; the caller disposes it.</param>
    /// <returns>Whether it was attached.</returns>
    /// <exception cref="FrameRingException">
    /// There is something of that name, but it is not a ring, not trusted, or not allowed; or leases or lossless delivery were asked
    /// for and are not offered.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">Not on Linux.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative wait.</exception>
    /// <exception cref="ArgumentException">Without loss and with <see cref="ReadPolicy.Latest"/>.</exception>
    public static AttachStatus TryAttach(string name, FrameRingReaderOptions options, TimeSpan wait, CancellationToken cancellationToken, out FrameRingReader? reader)
    {
        LinuxOnly.Check();
        ArgumentNullException.ThrowIfNull(options);
        TimeoutCheck.ThrowIfNegative(wait);
        RingName.ThrowIfInvalid(name, "Attach a ring");
        if (options.IsLossless && options.Policy != ReadPolicy.Every)
        {
            throw new ArgumentException("A lossless reader reads every frame; ReadPolicy.Latest passes frames over.", nameof(options));
        }

        reader = null;
        Deadline deadline = Deadline.After(wait);
        int refusals = 0;
        while (true)
        {
            try
            {
                if (TryAttachNow(name, options.TrustedOwners, out RingDirectory? directory, out DirectoryEntry entry, out FrameSegment? segment))
                {
                    reader = Create(name, options, directory!, entry, segment!);
                    return AttachStatus.Ok;
                }
            }
            catch (FrameRingException e) when (e.Error == FrameRingError.AccessDenied && refusals++ < MaxRefusals && !deadline.HasPassed)
            {
                // A producer gives its ring to the group one call after it has made it. A refusal that stays is one.
            }
            catch (FrameRingException e) when (e.Error == FrameRingError.NotFound)
            {
                // The entry is a dead producer's: its frames are kept by a reader, its leases by none, and the successor that holds the
                // lock has not written its own yet. So the ring is about to appear.
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return AttachStatus.Canceled;
            }

            if (deadline.HasPassed)
            {
                return AttachStatus.NoSuchRing;
            }

            // A name that does not exist has no futex to sleep on.
            cancellationToken.WaitHandle.WaitOne(deadline.RemainingAtMost(IdleWaiter.Slice));
        }
    }

    private const int MaxRefusals = 4;
    private const int MaxLooks = 16;

    private static FrameRingReader Create(string name, FrameRingReaderOptions options, RingDirectory directory, in DirectoryEntry entry, FrameSegment segment)
    {
        try
        {
            return new FrameRingReader(name, options, directory, entry, segment);
        }
        catch
        {
            segment.Dispose();
            directory.Dispose();
            throw;
        }
    }

    private static bool TryAttachNow(string name, IReadOnlyList<uint> trusted, out RingDirectory? directory, out DirectoryEntry entry, out FrameSegment? segment)
    {
        segment = null;
        entry = default;
        directory = RingDirectory.TryOpen(name, trusted);
        if (directory is null)
        {
            return false;
        }

        try
        {
            // A ring whose writer has died is not there for a newcomer: it would wait for frames that never come.
            // One that changes its generation just now is named anew by the entry. One that changes faster than it can be attached is
            // no ring: the caller looks at its time and token first.
            SegmentToken tried = default;
            for (int look = 0; look < MaxLooks && segment is null && directory.TryReadEntry(out entry) && entry.Generation != 0 && entry.Token != tried
                && WriterLiveness.IsAlive(directory, entry); look++)
            {
                tried = entry.Token;
                segment = OpenSegment(directory, entry, entry.Generation, trusted);
            }
        }
        finally
        {
            if (segment is null)
            {
                directory.Dispose();
            }
        }

        return segment is not null;
    }

    // Of the entry's generation, or of one from the given number up to it.
    private static FrameSegment? OpenSegment(RingDirectory directory, in DirectoryEntry entry, ulong fromGeneration, IReadOnlyList<uint> trusted)
    {
        SharedMemorySegment shared = new(entry.FrameSegmentId);
        if (!shared.TryAttach(SharedMemoryAttachOptions.ReadOnly, out SharedMemoryAttachment? attachment))
        {
            return null;
        }

        FrameSegment? segment = null;
        bool isTaken = false;
        try
        {
            string operation = $"Attach ring '{directory.Name}'";
            OwnerTrust.ThrowIfUntrusted(operation, shared, trusted);
            segment = FrameSegment.Open(entry.FrameSegmentId, attachment!, entry.Token, directory.Name);
            if (segment is null)
            {
                return null;
            }

            directory.ThrowIfOfAnother(operation, shared);
            if (segment.Generation < fromGeneration || segment.Generation > entry.Generation)
            {
                throw FrameRingException.CorruptSegment(operation);
            }

            isTaken = true;
            return segment;
        }
        finally
        {
            if (!isTaken)
            {
                attachment!.Dispose();
            }
        }
    }

    // The generation this reader is in is over and read to its end: go on in the one that the directory names.
    private bool TryMove()
    {
        if (!_directory.TryReadEntry(out DirectoryEntry entry) || entry.Token == _segment.Token)
        {
            return false;
        }

        // The next one in the line, which the writer keeps for lossless readers. For others it may be gone, and the newest is next.
        (int id, SegmentToken token) = _segment.Next;
        DirectoryEntry following = entry with { FrameSegmentId = id, Token = token };
        FrameSegment? next = (token == default ? null : OpenSegment(_directory, following, _segment.Generation + 1, _options.TrustedOwners))
            ?? OpenSegment(_directory, entry, entry.Generation, _options.TrustedOwners);
        if (next is null)
        {
            return false;
        }

        return TryFollow(entry, next, null);
    }

    // The same for a reader that has its place in the ring already.
    private bool TryMoveOn()
    {
        LeaseHolder? before = _holder;
        bool isMoved = TryMove();
        JoinUnlessKnown(before);
        return isMoved;
    }

    // Goes over to what a directory says: another segment, another writer, another table of leases, or several of them. All at once and last
    // of all, so that a refusal changes nothing and is repeated by the next call.
    // False: the table is gone already, and a later look finds another entry or none.
    private bool TryFollow(in DirectoryEntry entry, FrameSegment? segment, RingDirectory? directory)
    {
        LeaseHolder? holder = null;
        bool isAllowed = false;
        try
        {
            holder = HolderFor(directory ?? _directory, entry);
            isAllowed = true;
        }
        catch (FrameRingException e) when (e.Error == FrameRingError.NotFound)
        {
            return false;
        }
        finally
        {
            if (!isAllowed)
            {
                segment?.Dispose();
                directory?.Dispose();
            }
        }

        if (directory is not null)
        {
            _directory.Dispose();
            _directory = directory;
        }

        if (segment is not null)
        {
            // No view of the segment that is left can be in use: the call that moves has made them invalid.
            _segment.Dispose();
            _segment = segment;
            _generationChanges++;
        }

        if (holder != _holder)
        {
            // Leases of the old table stay mapped; nobody honours them any more, and the stamps tell.
            _holder?.Dispose();
            _holder = holder;
        }

        _writerChanges += IsOfWriter(entry) && entry.LeaseToken == _entry.LeaseToken ? 0ul : 1;
        _entry = entry;
        return true;
    }

    private bool IsOfWriter(in DirectoryEntry entry) => entry.WriterPid == _entry.WriterPid && entry.WriterStartTime == _entry.WriterStartTime;

    // After an end or a death: waits until a producer has taken up the name. The old segment stays mapped until then, for a look at it.
    private ReadStatus WaitForSuccessor(ReadStatus status, Deadline deadline, CancellationToken cancellationToken)
    {
        int refusals = 0;
        while (true)
        {
            if (status == ReadStatus.WriterDied && HasGoneOnHere())
            {
                _over = null;
                return ReadStatus.Ok;
            }

            try
            {
                if (TryAttachNow(Name, _options.TrustedOwners, out RingDirectory? directory, out DirectoryEntry entry, out FrameSegment? segment))
                {
                    if (TryGoOn(directory!, entry, segment!))
                    {
                        _over = null;
                        return ReadStatus.Ok;
                    }
                }
                else if (status == ReadStatus.WriterDied && HasEndedUnseen())
                {
                    return Over(ReadStatus.Ended);
                }
            }
            catch (FrameRingException e) when (e.Error == FrameRingError.AccessDenied && refusals++ < MaxRefusals && !deadline.HasPassed)
            {
                // As at the first attach.
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return ReadStatus.Canceled;
            }

            if (deadline.HasPassed)
            {
                return status;
            }

            cancellationToken.WaitHandle.WaitOne(deadline.RemainingAtMost(IdleWaiter.Slice));
        }
    }

    private bool TryGoOn(RingDirectory directory, in DirectoryEntry entry, FrameSegment segment)
    {
        LeaseHolder? before = _holder;
        if (entry.Token == _segment.Token)
        {
            // The same as before, or a successor that goes on in the segment that this reader has kept alive.
            segment.Dispose();
            directory.Dispose();
            if (IsOfWriter(entry) || !TryFollow(entry, null, null))
            {
                return false;
            }

            JoinUnlessKnown(before);
            return true;
        }

        bool isSameLine = directory.Id == _directory.Id;
        if (!TryFollow(entry, segment, directory))
        {
            return false;
        }

        // Numbers go on after a death and begin anew after a clean end. From here on it is a ring like any other, whatever follows.
        _over = null;
        _next = isSameLine ? Math.Max(_next, segment.FirstSequence) : OldestLasting(ReadHead());
        if (_options.IsLossless)
        {
            // Of a line that began without this reader.
            _lost += isSameLine ? 0 : _next - 1;
            JoinAnew();
        }

        return true;
    }

    // A successor in this very segment may come, publish and end between two looks at the directory; what it did is here.
    private bool HasGoneOnHere() => (_segment.State.ReadAcquire(), ReadHead()) != _whenOver;

    // The same in another segment, which is gone with it. This reader still has the page of the name, and there stands how it ended.
    private bool HasEndedUnseen() =>
        _directory.TryReadEntry(out DirectoryEntry entry) && entry.State == (uint)GenerationState.Ended
        && WriterLiveness.IsHeld(_directory, entry.WriterSemaphoreId) != true && IsNextGenerationGone(out _);
}
