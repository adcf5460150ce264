using FrameRing.Faults;
using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Pages;
using FrameRing.Segments;

namespace FrameRing.Writing;

/// <summary>
/// The one producer of a ring: claims slots, publishes frames, starts new generations, ends. Safe on any number of threads of one
/// process. Never waits for a reader, which can be slow, stopped or dead, but in <see cref="Claim"/> of a lossless ring. Nothing is
/// allocated per frame.
/// </summary>
public sealed unsafe partial class FrameRingWriter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FrameRingWriterOptions _options;
    private readonly uint? _group;
    private readonly RingDirectory _directory;
    private readonly KeptFrames? _kept;
    private readonly List<WriterGeneration> _retired = [];
    private WriterLock _writerLock;
    private string[] _removedObjects;
    private WriterGeneration _current;
    private WriterGeneration? _prepared;
    private RingCounters _counters;
    private ulong _head;
    private ulong _generations = 1;
    private long _epoch;
    private long _wallClockOffset;
    private long _wallClockSampled;
    private bool _ended;
    private bool _disposed;

    private FrameRingWriter(
        FrameRingWriterOptions options, uint? group, WriterLock writerLock, RingDirectory directory, WriterGeneration first, KeptFrames? kept, StrangersObjects strangers, ulong head)
    {
        _kept = kept;
        _removedObjects = [.. strangers.Removed];
        _options = options;
        _group = group;
        _writerLock = writerLock;
        _directory = directory;
        _current = first;
        _lastGeneration = first.Number;
        _head = head;
    }

    /// <summary>The ring's name.</summary>
    public string Name => _options.Name;

    /// <summary>Number of the current generation.</summary>
    public ulong Generation => _current.Number;

    /// <summary>Slots of the current generation.</summary>
    public int SlotCount => _current.Segment.Geometry.SlotCount;

    /// <summary>Bytes of a slot of the current generation.</summary>
    public long SlotSize => _current.SlotSize;

    /// <summary>How it is with what the frames come from; told to everybody who looks at the ring.</summary>
    public SourceState SourceState
    {
        get
        {
            lock (_lock)
            {
                return _disposed ? SourceState.Unspecified : _current.Segment.SourceState;
            }
        }

        set
        {
            lock (_lock)
            {
                if (!_disposed)
                {
                    _current.Segment.SourceState = value;
                }
            }
        }
    }

    /// <summary>The newest published sequence; one less than the first one before that.</summary>
    public ulong Head
    {
        get
        {
            lock (_lock)
            {
                return _head;
            }
        }
    }

    /// <summary>
    /// What this writer has removed because it was in the way: as root, what other users had made under keys of this ring; and what of its own
    /// others could write. A sentence without its full stop for each; a new list when something is added. Empty if nothing was.
    /// </summary>
    public IReadOnlyList<string> RemovedObjects => Volatile.Read(ref _removedObjects);

    /// <summary>The pages of the current generation.</summary>
    public PageReport Pages => _current.Pages;

    /// <summary>
    /// Readers attached to the current generation or still in a retired one: the mappings but the writer's own (shmctl(2),
    /// shm_nattch). One process may attach more than once, and each counts.
    /// </summary>
    public int AttachedReaders
    {
        get
        {
            lock (_lock)
            {
                long readers = Readers(_current.Segment.Id, 1);
                foreach (WriterGeneration generation in _retired)
                {
                    readers += Readers(generation.Segment.Id, 1);
                }

                // Ids carry a counter of the kernel's, so one that is gone does not come back soon as somebody else's.
                _leftSegments.RemoveAll(static id => Readers(id, 0) == 0);
                foreach (int id in _leftSegments)
                {
                    readers += Readers(id, 0);
                }

                return (int)readers;
            }
        }
    }

    /// <summary>Slots claimed and neither published nor abandoned, of all generations.</summary>
    public int LiveClaims
    {
        get
        {
            lock (_lock)
            {
                int claims = _current.Slots.ClaimedCount + (_prepared?.Slots.ClaimedCount ?? 0);
                foreach (WriterGeneration generation in _retired)
                {
                    claims += generation.Slots.ClaimedCount;
                }

                return claims;
            }
        }
    }

    /// <summary>Generations that this writer has begun or gone on in: one, and one more for every time that frames outgrew their slots.</summary>
    public ulong GenerationCount
    {
        get
        {
            lock (_lock)
            {
                return _generations;
            }
        }
    }

    /// <summary>Counts so far.</summary>
    public WriterStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return _counters.ToStatistics();
            }
        }
    }

    /// <summary>Takes a slot to fill: an empty one, else the one published longest ago that nobody in this process uses. Never waits.</summary>
    /// <param name="size">Bytes the frame needs.</param>
    /// <param name="claim">The slot.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="FrameRingException">Somebody has removed the writer semaphore, and another producer has taken the ring over.</exception>
    public ClaimStatus TryClaim(long size, out SlotClaim claim)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        claim = default;
        lock (_lock)
        {
            if (_ended)
            {
                return ClaimStatus.Ended;
            }

            KeepLock();

            // A prepared generation serves what the current one is too small for; frames of the old size go on in the old one.
            WriterGeneration generation = size <= _current.SlotSize || _prepared is null ? _current : _prepared;
            if (size > generation.SlotSize)
            {
                return ClaimStatus.TooLarge;
            }

            ReleaseRetired();
            switch (generation.Slots.TryClaim(_options.Hold, generation.Taker, ++_epoch, out int slot))
            {
                case SlotSearch.NoneFree:
                    return ClaimStatus.NoFreeSlot;
                case SlotSearch.Kept:
                    return ClaimStatus.KeptByReaders;
                case SlotSearch.Revoked:
                    _counters.Revoked++;
                    break;
            }

            FaultPoint.Reach(FaultStep.ClaimTaken);
            claim = new SlotClaim(this, generation, new DetachedClaim(generation.Number, slot, _epoch));
            return ClaimStatus.Ok;
        }
    }

    /// <summary>Takes up a detached claim again, to publish it.</summary>
    /// <param name="detached">What <see cref="SlotClaim.Detach"/> gave.</param>
    /// <param name="claim">The claim.</param>
    /// <returns>False if it was published or abandoned, or belongs to a generation that is over: then copy the frame into a new slot.</returns>
    public bool TryResume(DetachedClaim detached, out SlotClaim claim)
    {
        claim = default;
        lock (_lock)
        {
            WriterGeneration? generation = detached.Generation == _current.Number ? _current
                : detached.Generation == _prepared?.Number ? _prepared : null;
            if (_ended || generation is null || !generation.Slots.IsClaimed(detached.Slot, detached.Epoch))
            {
                return false;
            }

            claim = new SlotClaim(this, generation, detached);
            return true;
        }
    }

    /// <summary>Gives a claim back, whatever its generation. Safe on any thread, also within <see cref="ISlotHold.TryRelease"/>.</summary>
    /// <param name="detached">The claim.</param>
    /// <returns>False if it is not claimed any more.</returns>
    public bool TryAbandon(DetachedClaim detached)
    {
        lock (_lock)
        {
            if (Find(detached.Generation) is not { } generation || !generation.Slots.IsClaimed(detached.Slot, detached.Epoch))
            {
                return false;
            }

            generation.Segment.Stamp(detached.Slot).Clear();
            generation.Slots.MarkEmpty(detached.Slot);
            _counters.Abandoned++;
            if (_disposed)
            {
                ReleaseRetired();
            }

            WakeClaims();
            return true;
        }
    }

    /// <summary>Counts frames that found no slot.</summary>
    /// <param name="count">How many.</param>
    public void AddDropped(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        lock (_lock)
        {
            _counters.Dropped += (ulong)count;
            ShowCountersUnlessDisposed();
        }
    }

    /// <summary>Counts damaged packets or frames.</summary>
    /// <param name="count">How many.</param>
    public void AddCorrupt(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        lock (_lock)
        {
            _counters.Corrupt += (ulong)count;
            ShowCountersUnlessDisposed();
        }
    }

    private static long Readers(int segmentId, int own) =>
        Math.Max(0, new SystemV.SharedMemorySegment(segmentId).GetAttachCount() - own);

    private WriterGeneration? Find(ulong number)
    {
        if (_current.Number == number)
        {
            return _current;
        }

        if (_prepared?.Number == number)
        {
            return _prepared;
        }

        foreach (WriterGeneration generation in _retired)
        {
            if (generation.Number == number)
            {
                return generation;
            }
        }

        return null;
    }
}
