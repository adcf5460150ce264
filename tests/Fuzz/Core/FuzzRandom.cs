namespace FrameRing.Fuzz.Core;

/// <summary>
/// Random numbers that depend on seed, target and iteration alone, so that any single iteration can be run again. SplitMix64: small,
/// the same on every machine and in every version of .NET.
/// </summary>
internal sealed class FuzzRandom
{
    private ulong _state;

    internal void Start(ulong seed, string target, long iteration)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in target)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        _state = Mix(seed ^ Mix(hash ^ Mix((ulong)iteration)));
    }

    internal ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state);
    }

    /// <summary>0 to <paramref name="limit"/> - 1.</summary>
    internal int Below(int limit) => (int)(Next() % (uint)limit);

    /// <summary>True once in <paramref name="count"/> times.</summary>
    internal bool OneIn(int count) => Below(count) == 0;

    internal int Between(int least, int most) => least + Below(most - least + 1);

    internal T Of<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
