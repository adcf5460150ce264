using FrameRing.SystemV;
using FrameRing.Trust;

namespace FrameRing.Segments;

/// <summary>A key of a ring's semaphores under which somebody else's set is: anybody can take a key that is free.</summary>
internal static class TakenKey
{
    /// <summary>Looks at the set.</summary>
    /// <param name="set">What is under the key.</param>
    /// <param name="status">What it is; null if it may not be looked at.</param>
    /// <returns>False if it has gone meanwhile.</returns>
    internal static bool TryLook(SemaphoreSet set, out SemaphoreSetStatus? status)
    {
        status = null;
        try
        {
            bool exists = set.TryGetStatus(out SemaphoreSetStatus found);
            status = exists ? found : null;
            return exists;
        }
        catch (FrameRingException e) when (e.Error == FrameRingError.AccessDenied)
        {
            return true;
        }
    }

    /// <summary>Why the ring cannot use the key.</summary>
    /// <param name="operation">What was tried.</param>
    /// <param name="key">The key.</param>
    /// <param name="use">What it is for, with a blank before it; empty for the ring itself.</param>
    /// <param name="set">What is there.</param>
    /// <param name="status">What a look told.</param>
    internal static FrameRingException Error(string operation, int key, string use, SemaphoreSet set, SemaphoreSetStatus? status)
    {
        string what = status is { } known
            ? $"a set of {known.Count} semaphores created by user {known.CreatorUid}"
            : $"a semaphore set that you may not read, {ObjectCreator.Describe("sem", set.Id)}";
        return new FrameRingException(
            FrameRingError.ForeignObject,
            operation,
            $"the System V key 0x{key:x8}{use} is taken by {what}",
            $"Choose another name, or have its owner remove it: ipcrm -S 0x{key:x8}");
    }
}
