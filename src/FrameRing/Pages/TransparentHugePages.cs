using System.Globalization;

namespace FrameRing.Pages;

/// <summary>Transparent huge pages for shared memory: whether the kernel may use them and whether it really did; transhuge.rst, proc_pid_smaps(5).</summary>
internal static class TransparentHugePages
{
    internal const string ShmemSwitch = "/sys/kernel/mm/transparent_hugepage/shmem_enabled";

    /// <summary>A reason why there can be none; null if there can.</summary>
    internal static string? WhyNot()
    {
        if (!File.Exists(ShmemSwitch))
        {
            return "this kernel has none";
        }

        string text = File.ReadAllText(ShmemSwitch);
        int start = text.IndexOf('[') + 1;
        string setting = text[start..Math.Max(start, text.IndexOf(']'))];
        return setting is "always" or "advise" or "within_size" or "force" ? null : $"{ShmemSwitch} says '{setting}'";
    }

    /// <summary>How much of the mapping that begins at an address lies in huge pages. madvise(2) succeeds without effect, so only this tells.</summary>
    internal static long BytesAt(nint address)
    {
        string begin = ((long)address).ToString("x", CultureInfo.InvariantCulture) + "-";
        bool inside = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            if (inside && line.StartsWith("ShmemPmdMapped:", StringComparison.Ordinal))
            {
                string number = line["ShmemPmdMapped:".Length..].Replace("kB", string.Empty, StringComparison.Ordinal);
                return long.Parse(number, CultureInfo.InvariantCulture) * 1024;
            }

            inside |= line.StartsWith(begin, StringComparison.Ordinal);
        }

        return 0;
    }
}
