namespace FrameRing.Reading;

/// <summary>What came of the wish for a frame. All of them are part of normal life; none is thrown.</summary>
public enum ReadStatus
{
    /// <summary>The frame is there.</summary>
    Ok = 0,

    /// <summary>The frame has not been published yet.</summary>
    NotYet = 1,

    /// <summary>The producer has used the frame's slot again: the reader came, or worked, too late.</summary>
    Overwritten = 2,

    /// <summary>The producer has ended cleanly and all its frames were read.</summary>
    Ended = 3,

    /// <summary>The producer has died without ending, and all that it published was read.</summary>
    WriterDied = 4,

    /// <summary>The frame belongs to a generation that has not begun or is over for this reader.</summary>
    Retired = 5,

    /// <summary>Shared memory holds something that a producer never writes; the frame is not touched.</summary>
    Corrupt = 6,

    /// <summary>No frame came in the time given.</summary>
    TimedOut = 7,

    /// <summary>The wait was cancelled.</summary>
    Canceled = 8,

    /// <summary>The reader's lease on the frame was taken back because the producer had no other slot left.</summary>
    Revoked = 9,

    /// <summary>The producer waits for this reader no more: it had not moved for too long. Frames may be missing from here on.</summary>
    Evicted = 10,

    /// <summary>The reader holds as many leases as one may.</summary>
    TooManyLeases = 11,
}
