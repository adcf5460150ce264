using FrameRing.Layout;
using FrameRing.Sequencing;
using FrameRing.SystemV;
using FrameRing.Trust;
using FrameRing.Waiting;
using Tmds.Linux;

namespace FrameRing.Segments;

/// <summary>The 4 KiB page that a ring's name leads to, mapped into this process.</summary>
internal sealed unsafe class RingDirectory : IDisposable
{
    private readonly SharedMemorySegment _segment;
    private readonly SharedMemoryAttachment _attachment;
    private readonly DirectoryPage* _page;

    private RingDirectory(SharedMemorySegment segment, SharedMemoryAttachment attachment, int key, uint creator)
    {
        _segment = segment;
        _attachment = attachment;
        _page = (DirectoryPage*)attachment.DangerousPointer;
        Key = key;
        CreatorUid = creator;
    }

    internal int Id => _segment.Id;

    /// <summary>The key of the ring's name.</summary>
    internal int Key { get; }

    /// <summary>Who made the page, and so everything that belongs to the ring. The kernel lets nobody change that.</summary>
    internal uint CreatorUid { get; }

    /// <summary>True if this process has just created it; false if it was there already.</summary>
    internal bool IsNew { get; private init; }

    internal SharedMemorySegment Segment => _segment;

    internal WakeWord WakeWord => new(&_page->WakeWord);

    internal ReservedSequence ReservedSequence => new(&_page->ReservedSequence);

    /// <summary>As it was when it was checked: whoever may write the page may change it at any time.</summary>
    internal string Name { get; private set; } = string.Empty;

    /// <summary>
    /// The writer's: creates the page, or takes over what a dead writer of the same name and user left. The writer lock is held. A page that another
    /// user made is never taken over: its maker could alter it as long as it lives.
    /// </summary>
    /// <param name="name">The ring's name.</param>
    /// <param name="mode">Its mode.</param>
    /// <param name="isOurs">Asked of a segment that has the key already: false after what was in the way is gone; throws if it stays.</param>
    internal static RingDirectory CreateOrTakeOver(string name, UnixFileMode mode, Func<SharedMemorySegment, int, bool> isOurs)
    {
        int key = RingName.ToKey(name);
        uint self = LibC.geteuid();
        while (true)
        {
            if (SharedMemorySegment.TryCreate(key, DirectoryPage.PageSize, mode, out SharedMemorySegment segment))
            {
                try
                {
                    RingDirectory created = new(segment, segment.Attach(), key, self) { IsNew = true };
                    created.Initialize(name);
                    return created;
                }
                catch
                {
                    segment.Remove();
                    throw;
                }
            }

            if (!SharedMemorySegment.TryOpen(key, out segment) || !isOurs(segment, key))
            {
                continue;
            }

            // A page of one's own, whole, or without a magic: its writer died between creating and naming it.
            using (TryOpen(name, []))
            {
            }

            if (segment.TryAttach(SharedMemoryAttachOptions.ReadWrite, out SharedMemoryAttachment? attachment))
            {
                RingDirectory found = new(segment, attachment!, key, self) { Name = name };
                if (SegmentMagic.Read(&found._page->Magic) == 0)
                {
                    found.Initialize(name);
                }

                return found;
            }
        }
    }

    /// <summary>A reader's question about a part of the ring: one ring is one user's, so what the page leads to is of the page's creator.</summary>
    internal void ThrowIfOfAnother(string operation, SharedMemorySegment segment)
    {
        uint creator = segment.GetStatus().CreatorUid;
        if (creator != CreatorUid)
        {
            throw new FrameRingException(
                FrameRingError.Untrusted,
                operation,
                $"its page was created by user {CreatorUid} and leads to a segment that user {creator} created",
                "Do not read this ring; its page was forged or damaged. Its user or root can remove it.");
        }
    }

    /// <summary>Anybody's: attaches the page of a name read-only.</summary>
    /// <returns>Null if there is no such ring, or its writer is just creating it.</returns>
    internal static RingDirectory? TryOpen(string name, IReadOnlyList<uint> trustedOwners)
    {
        int key = RingName.ToKey(name);
        if (!SharedMemorySegment.TryOpen(key, out SharedMemorySegment segment))
        {
            return null;
        }

        string operation = $"Attach ring '{name}'";
        if (!segment.TryAttach(SharedMemoryAttachOptions.ReadOnly, out SharedMemoryAttachment? attachment))
        {
            return null;
        }

        RingDirectory? directory = null;
        bool isRing = false;
        try
        {
            if (attachment!.Length != DirectoryPage.PageSize)
            {
                throw Foreign(operation, key, segment);
            }

            directory = new RingDirectory(segment, attachment, key, OwnerTrust.ThrowIfUntrusted(operation, segment, trustedOwners));
            ulong magic = SegmentMagic.Read(&directory._page->Magic);
            if (magic == 0)
            {
                return null;
            }

            directory.ThrowIfNotRing(operation, magic, name);
            isRing = true;
            return directory;
        }
        finally
        {
            if (!isRing)
            {
                attachment!.Dispose();
            }
        }
    }

    /// <summary>A starting writer's: attaches a page that is in its way, of whatever name and version.</summary>
    /// <returns>Null if it has gone.</returns>
    /// <exception cref="FrameRingException">It has not the shape of a ring's page, or may not be read.</exception>
    internal static RingDirectory? TryOpenStrangers(string operation, SharedMemorySegment segment, int key, uint creator)
    {
        if (!segment.TryAttach(SharedMemoryAttachOptions.ReadOnly, out SharedMemoryAttachment? attachment))
        {
            return null;
        }

        RingDirectory directory = new(segment, attachment!, key, creator);
        if (attachment!.Length == DirectoryPage.PageSize && SegmentMagic.Read(&directory._page->Magic) is 0 or DirectoryPage.MagicValue)
        {
            return directory;
        }

        directory.Dispose();
        throw Foreign(operation, key, segment);
    }

    /// <summary>For inspection: attaches any segment that looks like a directory.</summary>
    /// <param name="segmentId">The segment.</param>
    /// <param name="orUnfinished">Also a page without its magic: its writer is just making it, or was killed while it did.</param>
    /// <returns>Null if it is none, or cannot be read.</returns>
    internal static RingDirectory? TryOpenById(int segmentId, bool orUnfinished = false)
    {
        try
        {
            SharedMemorySegment segment = new(segmentId);
            if (!segment.TryAttach(SharedMemoryAttachOptions.ReadOnly, out SharedMemoryAttachment? attachment))
            {
                return null;
            }

            if (!segment.TryGetStatus(out SharedMemoryStatus status))
            {
                attachment!.Dispose();
                return null;
            }

            RingDirectory directory = new(segment, attachment!, status.Key, status.CreatorUid);
            if (attachment!.Length == DirectoryPage.PageSize
                && SegmentMagic.Read(&directory._page->Magic) is var magic
                && (magic == DirectoryPage.MagicValue || (orUnfinished && magic == 0))
                && directory._page->LayoutVersion == DirectoryPage.Version
                && RingName.TryValidate(directory.Name = NameField.Read(directory._page->Name), out _)
                && status.Key == RingName.ToKey(directory.Name))
            {
                return directory;
            }

            directory.Dispose();
            return null;
        }
        catch (FrameRingException)
        {
            return null;
        }
    }

    /// <summary>Whether the name still leads to this page; it does not after <c>ringctl rm --force</c>.</summary>
    internal bool IsNamed => _segment.TryGetStatus(out SharedMemoryStatus status) && status.Key == Key && !status.IsMarkedForRemoval;

    internal void WriteEntry(in DirectoryEntry entry)
    {
        new SequenceLock(&_page->EntryVersion).Write(&_page->Entry, entry);
        WakeWord.Raise();
        WakeWord.WakeAll();
    }

    /// <summary>Whether this version knows what the page says.</summary>
    internal bool IsOfThisVersion => _page->LayoutVersion == DirectoryPage.Version;

    /// <summary>False while the writer changes the entry, or if it died doing so.</summary>
    internal bool TryReadEntry(out DirectoryEntry entry)
    {
        // The writer holds the lock for some hundred nanoseconds; a few tries are plenty unless it is gone.
        for (int attempt = 0; attempt < 100; attempt++)
        {
            if (new SequenceLock(&_page->EntryVersion).TryRead(&_page->Entry, out entry))
            {
                return true;
            }

            Thread.SpinWait(50);
        }

        entry = default;
        return false;
    }

    /// <summary>The writer's: forgets what a page says that no producer can have written.</summary>
    internal void SetUpAnew()
    {
        ReservedSequence.Reset();
        Initialize(Name);
    }

    internal void Remove() => _segment.Remove();

    public void Dispose() => _attachment.Dispose();

    private void Initialize(string name)
    {
        _page->LayoutVersion = DirectoryPage.Version;
        _page->SizeOfPage = DirectoryPage.PageSize;
        Name = name;
        NameField.Write(_page->Name, name);
        DirectoryEntry empty = new()
        {
            FrameSegmentId = DirectoryEntry.NoObject,
            LeaseSegmentId = DirectoryEntry.NoObject,
            WriterSemaphoreId = DirectoryEntry.NoObject,
            ReaderSemaphoreId = DirectoryEntry.NoObject,
        };
        new SequenceLock(&_page->EntryVersion).Write(&_page->Entry, empty);
        SegmentMagic.Write(&_page->Magic, DirectoryPage.MagicValue);
    }

    private void ThrowIfNotRing(string operation, ulong magic, string name)
    {
        if (magic != DirectoryPage.MagicValue)
        {
            throw Foreign(operation, Key, _segment);
        }

        if (_page->LayoutVersion != DirectoryPage.Version)
        {
            throw FrameRingException.IncompatibleLayout(operation, _page->LayoutVersion, DirectoryPage.Version);
        }

        string found = Name = NameField.Read(_page->Name);
        if (found != name)
        {
            throw new FrameRingException(
                FrameRingError.ForeignObject,
                operation,
                $"its System V key 0x{Key:x8} belongs to ring '{found}' of user {CreatorUid}",
                $"Choose another name, or have its owner or root remove it: ipcrm -M 0x{Key:x8}");
        }
    }

    internal static FrameRingException Foreign(string operation, int key, SharedMemorySegment segment) => Foreign(
        operation,
        key,
        segment.TryGetStatus(out SharedMemoryStatus status)
            ? $"a segment of {status.Size} bytes created by user {status.CreatorUid}, process {status.CreatorPid}"
            : "another segment");

    internal static FrameRingException Foreign(string operation, int key, string what) => new(
        FrameRingError.ForeignObject,
        operation,
        $"the System V key 0x{key:x8} is taken by {what}, which is not this ring",
        $"Choose another name, or have its owner or root remove it: ipcrm -M 0x{key:x8}");
}
