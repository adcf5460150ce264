namespace FrameRing.Faults;

/// <summary>The steps at which a process can be made to stop; see <see cref="FaultPoint"/>. In the order in which they are passed.</summary>
internal enum FaultStep
{
    // Start of a writer.
    StartLocked,
    StartDirectoryMade,
    StartSegmentMade,
    StartSegmentMarked,
    StartSegmentFilled,
    StartLeasesMade,
    StartSegmentFound,
    StartAdopting,
    StartAdopted,
    StartEntryTorn,
    StartEntryWritten,

    // Claim and publication.
    ClaimChosen,
    ClaimStamped,
    ClaimTaken,
    PublishDescribed,
    PublishStamped,
    PublishIndexed,
    PublishHeadMoved,
    PublishRaised,

    // Change of generation.
    RetireNextLive,
    RetireEntryWritten,
    RetireStateWritten,

    // End.
    EndFlagged,
    EndStateWritten,
    EndEntryWritten,
    EndReadersRemoved,
    EndDirectoryRemoved,

    // A reader with a lease entry.
    EntryTaken,
    EntryReady,
    LeaseAnnounced,
    LeaseChecked,
    UnleaseCleared,
    CursorAdvanced,
}
