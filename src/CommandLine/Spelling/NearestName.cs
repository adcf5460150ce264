namespace FrameRing.CommandLine.Spelling;

/// <summary>Which of some names somebody who mistyped one has most likely meant.</summary>
internal static class NearestName
{
    // One slip in three letters, two at most: more is another word.
    private const int LettersPerSlip = 3;
    private const int MostSlips = 2;

    /// <summary>Finds it. Dashes at the beginning and case do not count.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="names">What there is.</param>
    /// <returns>One of the names; null if none is near.</returns>
    internal static string? Find(string typed, IEnumerable<string> names)
    {
        string bare = Bare(typed);
        int most = Math.Min(MostSlips, bare.Length / LettersPerSlip);
        return names
            .Select(name => (Name: name, Slips: Bare(name) is var other && (other.Length < 2 || bare.Length < 2) ? (other == bare ? 0 : int.MaxValue) : CountSlips(bare, other)))
            .Where(found => found.Slips <= most)
            .OrderBy(static found => found.Slips)
            .ThenByDescending(static found => found.Name.Length)
            .FirstOrDefault().Name;
    }

    private static string Bare(string name) => name.TrimStart('-').Replace('_', '-').ToUpperInvariant();

    // Letters that are missing, too many, wrong, or exchanged with the next one (optimal string alignment).
    private static int CountSlips(string a, string b)
    {
        int[,] slips = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    slips[i, j] = i + j;
                    continue;
                }

                int replaced = slips[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                slips[i, j] = Math.Min(replaced, 1 + Math.Min(slips[i - 1, j], slips[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
                }
            }
        }

        return slips[a.Length, b.Length];
    }
}
