namespace FrameRing.Writing;

// What came of looking for a slot.
internal enum SlotSearch
{
    /// <summary>Taken.</summary>
    Found,

    /// <summary>Taken although it was leased: the leases were older than they may be.</summary>
    Revoked,

    /// <summary>There is none, but readers keep some.</summary>
    Kept,

    /// <summary>There is none, and none can come by waiting for readers.</summary>
    NoneFree,
}
