namespace FrameRing.Litmus;

/// <summary>What a phase has seen.</summary>
internal struct ReadCounts
{
    /// <summary>Frames found, looked at and called good.</summary>
    internal long Good;

    /// <summary>Frames that were overwritten while they were looked at, as validation said: the look was thrown away.</summary>
    internal long Rejected;

    /// <summary>Of those, frames that were mixed when they were looked at: what validation is there for.</summary>
    internal long RejectedTorn;

    /// <summary>Frames called good that were not what was asked for: violations.</summary>
    internal long Wrong;

    /// <summary>The first of them.</summary>
    internal ulong FirstWrong;

    internal readonly long Reads => Good + Rejected;

    internal void AddWrong(ulong sequence)
    {
        FirstWrong = Wrong++ == 0 ? sequence : FirstWrong;
    }
}
