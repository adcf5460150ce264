namespace FrameRing.Pages;

/// <summary>Which pages the writer asks for. "Prefer" falls back to the next smaller tier and says why; "Require" fails instead.</summary>
public enum HugePagePolicy
{
    /// <summary>2 MiB pages, then transparent huge pages, then normal ones.</summary>
    Auto = 0,

    /// <summary>1 GiB pages first, then as <see cref="Auto"/>.</summary>
    Prefer1G,

    /// <summary>1 GiB pages or failure.</summary>
    Require1G,

    /// <summary>2 MiB pages or failure.</summary>
    Require2M,

    /// <summary>Transparent huge pages, then normal ones; reserved pages are left to others.</summary>
    PreferTransparent,

    /// <summary>Transparent huge pages for the whole segment or failure.</summary>
    RequireTransparent,

    /// <summary>Normal pages.</summary>
    Off,
}
