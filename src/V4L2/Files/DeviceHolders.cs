using System.Globalization;
using FrameRing.Text;

namespace FrameRing.V4L2.Files;

/// <summary>Which processes have a device file open, as fuser(1) finds them: by the links in <c>/proc/PID/fd</c>.</summary>
public static class DeviceHolders
{
    /// <summary>Looks through all processes but this one. What belongs to other users can be seen by root only.</summary>
    /// <param name="path">Path of the device file, also a symbolic link to it.</param>
    /// <returns>Process ids and names; empty if there are none that can be seen.</returns>
    public static IReadOnlyList<(int Pid, string Name)> Find(string path)
    {
        string device = Resolve(path);
        List<(int, string)> holders = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
                && pid != Environment.ProcessId && HasOpen(folder, device))
            {
                holders.Add((pid, NameOf(folder)));
            }
        }

        return holders;
    }

    internal static string Resolve(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        }
        catch (IOException)
        {
            return path;
        }
    }

    private static bool HasOpen(string folder, string device)
    {
        try
        {
            return Directory.EnumerateFiles(folder + "/fd").Any(link => new FileInfo(link).LinkTarget == device);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's.
            return false;
        }
    }

    private static string NameOf(string folder)
    {
        try
        {
            return PrintableText.FromUtf8(File.ReadAllBytes(folder + "/comm")).TrimEnd('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "?";
        }
    }
}
