namespace FrameRing.Faults.Tests.Support;

internal static class Repository
{
    /// <summary>A path inside the repository.</summary>
    internal static string PathOf(params string[] parts)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FrameRing.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine([folder?.FullName ?? string.Empty, .. parts]);
    }
}
