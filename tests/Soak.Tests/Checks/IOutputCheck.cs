namespace FrameRing.Soak.Tests.Checks;

/// <summary>Looks at what a consumer writes to its standard output while it writes it.</summary>
internal interface IOutputCheck
{
    /// <summary>Frames so far: what stands still hangs.</summary>
    long Progress { get; }

    /// <summary>The first thing that was wrong, as a sentence; null if nothing was.</summary>
    string? Fault { get; }

    /// <summary>Reads to the end. Called once, on a thread of its own.</summary>
    void Read(Stream output);
}
