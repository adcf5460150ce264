namespace FrameRing.Reading;

/// <summary>What a view of a frame depends on: the reader, until its next call, or a lease, until it is given back.</summary>
internal interface IViewOwner
{
    /// <summary>Changes when the views handed out before are over.</summary>
    uint Call { get; }

    /// <summary>A view found that its slot was used again.</summary>
    /// <returns>What to tell its user.</returns>
    ReadStatus NoteOverwritten();
}
