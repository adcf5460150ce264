using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Trust;

namespace FrameRing.Writing;

/// <content>
/// Whether this writer still has its ring. Somebody may remove the semaphore under it: ipcrm, or systemd with RemoveIPC at the end of a
/// session. Then it takes the lock anew, or, where another producer has been let in, ends and touches nothing of the other's.
/// </content>
public sealed unsafe partial class FrameRingWriter
{
    private const long LookInterval = 1000;

    private long _lookedAfterLock = Environment.TickCount64;
    private bool _isReplaced;

    // Called with each claim, and looks at most once a second: three system calls.
    private void KeepLock()
    {
        long now = Environment.TickCount64;
        if (!_isReplaced && now - _lookedAfterLock < LookInterval)
        {
            return;
        }

        _lookedAfterLock = now;
        if (_writerLock.IsHeld)
        {
            // The lock decides. A producer that had lost it without knowing may have written its entry over this one's.
            if (!_isReplaced && !IsNamedInEntry())
            {
                WriteEntry(_current, GenerationState.Live);
            }
        }
        else if (_directory.IsNamed)
        {
            TakeLockAnew();
        }

        if (_isReplaced)
        {
            throw new FrameRingException(
                FrameRingError.WriterActive,
                $"Write ring '{Name}'",
                "somebody removed its writer semaphore, and another producer has taken the ring over",
                "This producer ends; do not remove semaphores of rings by hand.");
        }
    }

    private void TakeLockAnew()
    {
        // If that fails, another start has the lock for a moment, or a stranger's set is under the key. Readers then ask for the process.
        StrangersObjects strangers = new(Name, $"Take the lock of ring '{Name}' anew");
        WriterLock? renewed = WriterLock.TryRenew(Name, _options.Mode, _group, strangers);
        _removedObjects = [.. _removedObjects, .. strangers.Removed];

        // With the lock in hand, so that nobody else can start any more: whoever has written into page or segment since may have moved the head.
        if (!IsNamed())
        {
            renewed?.Undo();
            _isReplaced = true;
        }
        else if (!_directory.IsNamed)
        {
            // Removed by force in this moment: the name is free, and so is its semaphore.
            renewed?.Undo();
        }
        else if (renewed is not null)
        {
            _writerLock = renewed;
            WriteEntry(_current, GenerationState.Live);
        }
    }

    private bool IsReplaced()
    {
        _isReplaced |= !_writerLock.IsHeld && !IsNamed();
        return _isReplaced;
    }

    private bool IsNamed() => IsNamedInEntry() && _current.Segment.IsOf(ProcessIdentity.Current);

    // An entry that cannot be read is being written by somebody who is not this writer.
    private bool IsNamedInEntry() =>
        _directory.TryReadEntry(out DirectoryEntry entry) && WriterLiveness.WriterOf(entry) == ProcessIdentity.Current;
}
