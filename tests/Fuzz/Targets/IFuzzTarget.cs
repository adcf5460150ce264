using FrameRing.Fuzz.Core;

namespace FrameRing.Fuzz.Targets;

/// <summary>
/// One thing that is fuzzed. An iteration depends on its random numbers alone and leaves everything as it found it, so that it can be
/// run by itself.
/// </summary>
internal interface IFuzzTarget : IDisposable
{
    /// <summary>Damages something, uses it, puts it right. What the library says is counted; anything else is thrown.</summary>
    void Run(FuzzRandom random, Outcomes outcomes);
}
