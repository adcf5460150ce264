using FrameRing.SystemV;

namespace FrameRing.Ownership;

/// <summary>The semaphores that a directory names: those alone are a ring's, for whoever chooses a ring's name chooses its keys.</summary>
internal static class NamedSemaphores
{
    /// <summary>Whether a set that has a ring's key can be the one of a directory: it is named there, or none is that exists.</summary>
    internal static bool IsNamed(SemaphoreSet set, int named)
    {
        try
        {
            return named == set.Id || named < 0 || !new SemaphoreSet(named).TryGetStatus(out _);
        }
        catch (FrameRingException)
        {
            // There is one, and it may not be looked at.
            return false;
        }
    }
}
