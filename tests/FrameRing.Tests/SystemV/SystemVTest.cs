using FrameRing.SystemV;
using FrameRing.Testing;

namespace FrameRing.Tests.SystemV;

/// <summary>Objects that are removed when the test ends, and the check that nothing else is left.</summary>
public abstract class SystemVTest : IDisposable
{
    internal const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private static int s_key = 0x46520000 ^ (Environment.ProcessId << 4);
    private readonly LeakCheck _leaks = new();
    private readonly List<SharedMemorySegment> _segments = [];
    private readonly List<SemaphoreSet> _sets = [];

    internal static int NewKey() => Interlocked.Increment(ref s_key);

    internal SharedMemorySegment NewSegment(long size = 4096, SharedMemoryOptions options = SharedMemoryOptions.None, UnixFileMode mode = Mode) =>
        Own(SharedMemorySegment.CreatePrivate(size, mode, options));

    internal SharedMemorySegment Own(SharedMemorySegment segment)
    {
        _segments.Add(segment);
        return segment;
    }

    internal SemaphoreSet NewSet(int count = 1, UnixFileMode mode = Mode) => Own(SemaphoreSet.CreatePrivate(count, mode));

    internal SemaphoreSet Own(SemaphoreSet set)
    {
        _sets.Add(set);
        return set;
    }

    public void Dispose()
    {
        _segments.ForEach(segment => segment.Remove());
        _sets.ForEach(set => set.Remove());
        _leaks.Dispose();
        GC.SuppressFinalize(this);
    }
}
