namespace FrameRing.Fuzz.Core;

/// <summary>Numbers that break checks: ends of ranges, powers of two and their neighbours, nearly right ones, and nonsense.</summary>
internal static class OddValue
{
    /// <summary>A value to write over a number.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="truth">What is there.</param>
    /// <param name="size">Bytes of the number; the caller cuts the value to them.</param>
    /// <param name="interesting">Numbers that mean something in this place or in another one.</param>
    /// <returns>The value.</returns>
    internal static ulong Pick(FuzzRandom random, ulong truth, int size, ReadOnlySpan<ulong> interesting)
    {
        int bits = size * 8;
        ulong max = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
        ulong top = 1UL << (bits - 1);
        ulong power = 1UL << random.Below(bits);
        return random.Below(16) switch
        {
            0 => 0,
            1 => 1,
            2 => max,
            3 => random.OneIn(2) ? max - 1 : max - (ulong)random.Below(256),
            4 => top,
            5 => random.OneIn(2) ? top - 1 : top + 1,
            6 => power,
            7 => power - 1,
            8 => power + 1,
            9 => truth + 1,
            10 => truth - 1,
            11 => truth + (ulong)random.Below(8192) - 4096,
            12 => truth ^ power,
            13 => random.OneIn(2) ? 0 - truth : random.OneIn(2) ? truth << 1 : truth >> 1,
            14 => interesting.IsEmpty ? random.Next() : random.Of(interesting) + (ulong)random.Below(3) - 1,
            _ => random.Next(),
        };
    }
}
