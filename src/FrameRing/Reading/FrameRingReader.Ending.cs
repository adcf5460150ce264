using FrameRing.Layout;
using FrameRing.Ownership;

namespace FrameRing.Reading;

/// <content>Whether the ring has ended, and how.</content>
public sealed unsafe partial class FrameRingReader
{
    private ReadStatus Over(ReadStatus status)
    {
        _over = status;
        _whenOver = (_segment.State.ReadAcquire(), ReadHead());
        return status;
    }

    // The semaphore alone does not tell: a successor that starts quickly takes up the same one. Another writer in the directory's entry
    // means that ours is dead. If that one goes on in this very segment, so does the reader; the same writer with another generation is
    // only about to retire this one.
    private bool IsWriterGone()
    {
        if (_directory.TryReadEntry(out DirectoryEntry entry) && !IsOfWriter(entry))
        {
            if (entry.Token != _segment.Token)
            {
                return true;
            }

            LeaseHolder? before = _holder;
            TryFollow(entry, null, null);
            JoinUnlessKnown(before);
        }

        return !WriterLives();
    }

    // This generation is retired and read, and the one that the directory names cannot be attached: its writer is between two
    // generations, or it has ended or died and the kernel has freed what nobody was attached to.
    private bool IsNextGenerationGone(out ReadStatus end)
    {
        end = ReadStatus.Ended;
        if (!_directory.TryReadEntry(out DirectoryEntry entry))
        {
            end = ReadStatus.WriterDied;
            return !WriterLives();
        }

        if (entry.State == (uint)GenerationState.Ended)
        {
            // Its frames went with it.
            if (entry.LastSequence >= _next && entry.LastSequence <= IndexEntry.MaxSequence)
            {
                _lost += entry.LastSequence - _next + 1;
                _next = entry.LastSequence + 1;
            }

            return true;
        }

        end = ReadStatus.WriterDied;
        return IsWriterGone();
    }

    private bool WriterLives() => WriterLiveness.IsAlive(_directory, _entry);
}
