namespace FrameRing.Faults.Tests.Random;

/// <summary>What happened in a run of random kills.</summary>
internal sealed class Figures
{
    internal SortedDictionary<string, int> Kills { get; } = [];

    internal int Adoptions { get; set; }

    internal int NewGenerations { get; set; }

    internal long Frames { get; set; }

    internal ulong Revoked { get; set; }

    internal ulong Evicted { get; set; }

    internal int Total => Kills.Values.Sum();

    internal void CountKill(string kind) => Kills[kind] = Kills.GetValueOrDefault(kind) + 1;

    public override string ToString() =>
        $"{Total} kills ({string.Join(", ", Kills.Select(pair => $"{pair.Value} {pair.Key}"))}), {Adoptions} adoptions, {NewGenerations} new generations, "
        + $"{Frames} frames checked here, {Revoked} revoked, {Evicted} evicted";
}
