namespace FrameRing.Fuzz.Core;

/// <summary>Something happened that must not, whatever is in shared memory.</summary>
/// <param name="message">What, in one sentence.</param>
internal sealed class FuzzViolation(string message) : Exception(message)
{
    internal static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new FuzzViolation(message);
        }
    }
}
