using FrameRing.Inspection;
using FrameRing.SystemV;
using FrameRing.Testing;

namespace FrameRing.Faults.Tests.Support;

/// <summary>What must be the same after a test as before: System V objects and, for a test that uses them, free huge pages.</summary>
/// <param name="isOnHugePages">Whether to look at the pool, which is the whole machine's: others may use it meanwhile.</param>
internal sealed class Accounts(bool isOnHugePages = false)
{
    private const long HugePage = 1L << 21;

    private readonly LeakCheck _objects = new();
    private readonly long _freePages = isOnHugePages ? HugePagePool.Read(HugePage).Available : 0;

    /// <summary>Objects made since, as "shm ID" or "sem ID".</summary>
    internal IReadOnlyList<string> Objects => _objects.Leaked();

    internal int Segments => Objects.Count(text => text.StartsWith("shm", StringComparison.Ordinal));

    internal int Sets => Objects.Count(text => text.StartsWith("sem", StringComparison.Ordinal));

    // The kernel frees the segments of a process that was killed a moment after its parent has been told.
    internal void CheckNothingLeft(TimeSpan? grace = null) =>
        Watchdog.Await(
            () => Objects.Count == 0 && HugePagePool.Read(HugePage).Available >= _freePages,
            () => $"left behind: {string.Join(", ", Objects)}; {HugePagePool.Read(HugePage).Available} huge pages free, {_freePages} before; rings: {string.Join(", ", RingCatalog.List().Select(ring => $"{ring.Name} ({ring.State})"))}",
            grace);
}
