using System.Diagnostics.CodeAnalysis;

namespace FrameRing.Pages;

/// <summary>The spellings of <see cref="HugePagePolicy"/> on a command line.</summary>
public static class HugePagePolicies
{
    /// <summary>All spellings, for help texts.</summary>
    public const string Spellings = "auto, 2M, 1G, thp, off, require-2M, require-1G, require-thp";

    /// <summary>Reads a spelling; upper and lower case are the same.</summary>
    /// <param name="text">One of <see cref="Spellings"/>.</param>
    /// <param name="policy">The policy.</param>
    /// <returns>False if the text is none of them.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out HugePagePolicy policy)
    {
        HugePagePolicy? found = text?.ToLowerInvariant() switch
        {
            "auto" or "2m" => HugePagePolicy.Auto,
            "1g" => HugePagePolicy.Prefer1G,
            "thp" => HugePagePolicy.PreferTransparent,
            "off" => HugePagePolicy.Off,
            "require-2m" => HugePagePolicy.Require2M,
            "require-1g" => HugePagePolicy.Require1G,
            "require-thp" => HugePagePolicy.RequireTransparent,
            _ => null,
        };
        policy = found ?? HugePagePolicy.Auto;
        return found is not null;
    }
}
