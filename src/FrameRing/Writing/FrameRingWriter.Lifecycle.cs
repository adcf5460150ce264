using System.Collections.Concurrent;
using FrameRing.Faults;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Pages;
using FrameRing.Segments;
using FrameRing.Succession;
using FrameRing.SystemV;
using FrameRing.Trust;
using FrameRing.Waiting;
using Tmds.Linux;

namespace FrameRing.Writing;

/// <content>Start and end.</content>
public sealed unsafe partial class FrameRingWriter
{
    // Disposed writers whose slots are still in use: without a reference from here their mappings would end with the next collection.
    private static readonly ConcurrentDictionary<FrameRingWriter, bool> s_heldAfterDisposal = new();

    // Writers of this process. An entry that names it and none of them is that of a start that failed.
    private static readonly ConcurrentDictionary<FrameRingWriter, bool> s_living = new();

    /// <summary>
    /// Creates the ring, or takes over the name of a producer that has died. Blocks while the memory is touched: about a second for
    /// some gigabytes.
    /// </summary>
    /// <param name="options">Name, slots, pages, permissions.</param>
    /// <returns>The writer; the caller disposes it, which ends the ring.</returns>
    /// <exception cref="PlatformNotSupportedException">Not on Linux.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative timeout.</exception>
    /// <exception cref="FrameRingException">The name is not allowed or in use, an option is out of range, memory or permission is missing, a limit is too low.</exception>
    public static FrameRingWriter Create(FrameRingWriterOptions options)
    {
        LinuxOnly.Check();
        ArgumentNullException.ThrowIfNull(options);
        TimeoutCheck.ThrowIfNegative(options.LeaseTimeout);
        TimeoutCheck.ThrowIfNegative(options.ReaderTimeout);
        string operation = $"Start a producer for ring '{options.Name}'";
        RingName.ThrowIfInvalid(options.Name, operation);
        RingMode.ThrowIfInvalid(options.Mode, operation);
        SegmentGeometry geometry = CheckGeometry(operation, options.SlotCount, options.SlotSize);
        uint? group = options.Group is null ? null : GroupName.ToId(options.Group);
        options = options with
        {
            LeaseTimeout = NeverAsLongest(options.LeaseTimeout),
            ReaderTimeout = NeverAsLongest(options.ReaderTimeout),
        };

        // Lock, directory, frame segment, entry, in this order: a kill between any two leaves what the next start repairs.
        StrangersObjects strangers = new(options.Name, operation);
        WriterLock writerLock = WriterLock.Acquire(options.Name, options.Mode, strangers);
        RingDirectory? directory = null;
        WriterGeneration? first = null;
        FrameSegment? adopted = null;
        KeptFrames? kept = null;
        try
        {
            FaultPoint.Reach(FaultStep.StartLocked);
            directory = OpenDirectory(options, operation, strangers);
            directory.Segment.SetOwnership(options.Mode, ownerGid: group);
            writerLock.SetOwnership(options.Mode, group);
            FaultPoint.Reach(FaultStep.StartDirectoryMade);
            TransientSegment.RemoveLeftovers(options.Name, LibC.geteuid());

            ResumePoint resume = ResumePoint.Find(directory, writerLock, geometry, options.HugePages);
            adopted = resume.Adopted;
            kept = OpenLeases(options, group, directory, writerLock, strangers);
            if (adopted is not null)
            {
                FaultPoint.Reach(FaultStep.StartSegmentFound);
                adopted.NameWriter(ProcessIdentity.Current);

                // Whoever takes a new lock after this look finds this process in the header, and does not adopt too.
                writerLock.ThrowIfLost(operation);
            }

            first = Begin(options, group, geometry, resume, kept);
            FrameRingWriter writer = new(options, group, writerLock, directory, first, kept, strangers, resume.Head);
            first.Segment.SourceState = SourceState.Unspecified;
            first.Segment.SourceName = options.SourceName;
            first.Segment.IsFilledByDevice = options.IsFilledByDevice;
            first.Segment.State.WriteRelease(GenerationState.Live);
            writerLock.ThrowIfLost(operation);
            writer.WriteEntry(first, GenerationState.Live);

            // Another start that took a new lock between the last look and the entry has perhaps been named there already.
            writerLock.ThrowIfLost(operation);
            FaultPoint.Reach(FaultStep.StartEntryWritten);

            // Readers that stayed in an adopted segment sleep on its word.
            first.Segment.WakeWord.Raise();
            first.Segment.WakeWord.WakeAll();
            s_living.TryAdd(writer, true);
            return writer;
        }
        catch
        {
            first?.Dispose();
            adopted?.Dispose();
            kept?.Dispose();
            bool isNew = directory is { IsNew: true };
            try
            {
                if (isNew && writerLock.IsHeld)
                {
                    // One that was taken over stays: it remembers which numbers its readers may have seen. Without the lock it may be
                    // another producer's by now.
                    directory!.Remove();
                    ReaderSemaphores.Find(options.Name, LibC.geteuid())?.Remove();
                }
            }
            finally
            {
                directory?.Dispose();
                writerLock.Undo(orOthers: isNew);
            }

            throw;
        }
    }

    /// <summary>
    /// Says that no frame follows: flags the last one and wakes the readers, who finish what is there. The name stays until the writer
    /// is disposed, so late readers can still attach. Nothing can be claimed any more. May be called more than once.
    /// </summary>
    public void End()
    {
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            if (IsReplaced())
            {
                return;
            }

            FrameSegment segment = _current.Segment;
            FlagLastFrame(segment);
            FaultPoint.Reach(FaultStep.EndFlagged);
            segment.State.WriteRelease(GenerationState.Ended);
            segment.WakeWord.Raise();
            segment.WakeWord.WakeAll();
            FaultPoint.Reach(FaultStep.EndStateWritten);
            WriteEntry(_current, GenerationState.Ended);
            FaultPoint.Reach(FaultStep.EndEntryWritten);

            // Claims that wait for readers are over too.
            _kept?.Table.ReleaseWord.RaiseAndWake();
        }
    }

    /// <summary>
    /// Ends the ring if <see cref="End"/> has not, removes its name and detaches. Whatever fills slots (decoder, driver) must have
    /// been closed before. May be called more than once.
    /// </summary>
    public void Dispose()
    {
        End();
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            s_living.TryRemove(this, out _);
            _retired.Add(_current);
            if (_prepared is not null)
            {
                _retired.Add(_prepared);
                _prepared = null;
            }

            if (_isReplaced)
            {
                // Page, semaphores and perhaps the segment are another producer's.
                _directory.Dispose();
                _kept?.Dispose();
                s_heldAfterDisposal.TryAdd(this, true);
                ReleaseRetired();
                return;
            }

            try
            {
                // Directory before the lock: a start in between finds the lock held and is refused, instead of finding a half removed ring.
                // What the directory leads to goes before it, so that a kill in between leaves a dead ring that can be found.
                _kept?.Readers.Remove();
                FaultPoint.Reach(FaultStep.EndReadersRemoved);
                _directory.Remove();
                FaultPoint.Reach(FaultStep.EndDirectoryRemoved);
            }
            finally
            {
                _directory.Dispose();
                _kept?.Dispose();
                try
                {
                    _writerLock.Dispose();
                }
                finally
                {
                    // What somebody still holds stays mapped until it is given back: a decoder must not write into nothing.
                    s_heldAfterDisposal.TryAdd(this, true);
                    ReleaseRetired();
                }
            }
        }
    }

    // The page of the name; not one whose writer lives. Its semaphore can be gone (ipcrm), so the lock alone does not tell.
    private static RingDirectory OpenDirectory(FrameRingWriterOptions options, string operation, StrangersObjects strangers)
    {
        while (true)
        {
            RingDirectory directory = RingDirectory.CreateOrTakeOver(options.Name, options.Mode, strangers.IsOurs);
            bool isFit = false;
            try
            {
                if (directory.TryReadEntry(out DirectoryEntry entry) && entry.Generation != 0 && WriterLiveness.WriterOf(entry) is { IsAlive: true } writer
                    && (writer != ProcessIdentity.Current || s_living.Keys.Any(each => each.Name == options.Name)))
                {
                    throw WriterLock.Refusal(operation, writer);
                }

                // Its writer may have ended cleanly between these two looks: then nobody would find it.
                isFit = directory.IsNamed;
                if (isFit)
                {
                    return directory;
                }
            }
            finally
            {
                if (!isFit)
                {
                    directory.Dispose();
                }
            }
        }
    }

    private static SegmentGeometry CheckGeometry(string operation, int slotCount, long slotSize) =>
        slotCount >= 2 && SegmentGeometry.TryCreate(slotCount, slotSize, out SegmentGeometry geometry)
            ? geometry
            : throw new FrameRingException(
                FrameRingError.InvalidArgument,
                operation,
                $"{slotCount} slots of {slotSize} bytes are not possible",
                $"Use 2 to {SegmentGeometry.MaxSlots} slots of at most {SegmentGeometry.MaxSlotSize >> 30} GiB.");

    // Never is the longest time there is: it is only ever compared.
    private static TimeSpan NeverAsLongest(TimeSpan timeout) => timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : timeout;

    private static WriterGeneration Begin(FrameRingWriterOptions options, uint? group, SegmentGeometry geometry, in ResumePoint resume, KeptFrames? kept)
    {
        if (resume.Adopted is not { } segment)
        {
            return CreateGeneration(options, group, geometry, resume.Generation, resume.Head + 1, kept);
        }

        FaultPoint.Reach(FaultStep.StartAdopting);
        new SharedMemorySegment(segment.Id).SetOwnership(options.Mode, ownerGid: group);
        WriterGeneration adopted = new(segment, new PageReport(segment.PageTier, segment.Length, []), new SlotTaker(segment, kept, options.LeaseTimeout));
        adopted.AdoptSlots(resume.Head);
        FaultPoint.Reach(FaultStep.StartAdopted);
        return adopted;
    }

    // Leases that are alive are honoured, whether this writer was told to offer some or not.
    private static KeptFrames? OpenLeases(FrameRingWriterOptions options, uint? group, RingDirectory directory, WriterLock held, StrangersObjects strangers)
    {
        bool isKnown = directory.TryReadEntry(out DirectoryEntry entry);
        int named = isKnown ? entry.ReaderSemaphoreId : DirectoryEntry.NoObject;
        ReaderSemaphores? left = ReaderSemaphores.Find(options.Name, directory.CreatorUid);
        LeaseTable? table = isKnown && entry.WriterSemaphoreId == held.Id ? LeaseTable.TryAdopt(entry, options.Name) : null;
        if (table is null && !options.OffersLeases)
        {
            // What a dead producer has left for its leases would be left for good: this one's end removes what it offers.
            if (left is { } unused && NamedSemaphores.IsNamed(unused.Set, named))
            {
                unused.Remove();
            }

            return null;
        }

        if (left?.Id != named)
        {
            // Its semaphores are gone (a kill at the end, ipcrm), and by new ones its living holders would pass for dead. In a new table
            // they take entries anew.
            table?.Dispose();
            table = null;
        }

        try
        {
            ReaderSemaphores readers = ReaderSemaphores.CreateOrOpen(options.Name, LeaseTable.ModeOf(options.Mode), group, strangers);
            table?.SetOwnership(options.Mode, group);
            table ??= LeaseTable.Create(options.Name, options.Mode, group);
            return new KeptFrames(table, readers, options.Delivery);
        }
        catch
        {
            table?.Dispose();
            throw;
        }
    }

    private void WriteEntry(WriterGeneration generation, GenerationState state)
    {
        ProcessIdentity self = ProcessIdentity.Current;
        _directory.WriteEntry(new DirectoryEntry
        {
            WriterPid = self.Pid,
            WriterUid = LibC.geteuid(),
            WriterStartTime = self.StartTime,
            Generation = generation.Number,
            FrameSegmentId = generation.Segment.Id,
            LeaseSegmentId = _kept?.Table.Id ?? DirectoryEntry.NoObject,
            WriterSemaphoreId = _writerLock.Id,
            ReaderSemaphoreId = _kept?.Readers.Id ?? DirectoryEntry.NoObject,
            Token = generation.Segment.Token,
            LeaseToken = _kept?.Table.Token ?? default,
            State = (uint)state,
            LastSequence = state == GenerationState.Ended ? _head : 0,
        });
    }

    private void FlagLastFrame(FrameSegment segment)
    {
        ulong entry = segment.Index(_head).ReadAcquire();
        int slot = IndexEntry.SlotOf(entry);
        if (_head >= segment.FirstSequence && IndexEntry.SequenceOf(entry) == _head
            && slot < segment.Geometry.SlotCount && segment.Stamp(slot).IsReady(_head))
        {
            // One aligned word that only this process writes; a reader sees the flag or not, never something else.
            segment.Metadata(slot)->Flags |= FrameFlags.Last;
        }
    }
}
