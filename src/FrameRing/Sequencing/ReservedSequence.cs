namespace FrameRing.Sequencing;

/// <summary>
/// The ceiling in the directory below which all sequences of a ring's past and present lie. It is raised in large steps, so a page
/// that readers also look at is written once in a million frames.
/// </summary>
internal readonly unsafe struct ReservedSequence(ulong* ceiling)
{
    internal const ulong Step = 1 << 20;

    internal ulong Read() => Volatile.Read(ref *ceiling);

    /// <summary>By a writer that has just taken the page over.</summary>
    internal void Reset() => Volatile.Write(ref *ceiling, 0);

    /// <summary>Called before <paramref name="sequence"/> is published.</summary>
    internal void Cover(ulong sequence)
    {
        if (sequence > *ceiling)
        {
            // Release only keeps the compiler from sinking it; there is no other end. What matters is program order in one process:
            // after a kill the page holds a ceiling that is at least as high as any published sequence.
            Volatile.Write(ref *ceiling, sequence + Step);
        }
    }
}
