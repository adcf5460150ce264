using System.Globalization;

namespace FrameRing.SystemV;

/// <summary>The system's limits for shared memory segments; proc(5), shmget(2).</summary>
/// <param name="MaxSegmentSize">SHMMAX, kernel.shmmax: bytes of the largest segment.</param>
/// <param name="MinSegmentSize">SHMMIN: bytes of the smallest segment; 1 on Linux.</param>
/// <param name="MaxSegments">SHMMNI, kernel.shmmni: number of segments.</param>
/// <param name="MaxTotalPages">SHMALL, kernel.shmall: pages of all segments together.</param>
public readonly record struct SharedMemoryLimits(long MaxSegmentSize, long MinSegmentSize, long MaxSegments, long MaxTotalPages)
{
    /// <summary>Reads the limits of the IPC namespace this process is in.</summary>
    /// <returns>The limits; values above 2^63 - 1 are given as that.</returns>
    public static SharedMemoryLimits Read() => new(ReadNumber("shmmax"), 1, ReadNumber("shmmni"), ReadNumber("shmall"));

    private static long ReadNumber(string name)
    {
        ulong value = ulong.Parse(File.ReadAllText($"/proc/sys/kernel/{name}"), CultureInfo.InvariantCulture);
        return value > long.MaxValue ? long.MaxValue : (long)value;
    }
}
