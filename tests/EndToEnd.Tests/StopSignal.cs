using System.Runtime.InteropServices;

namespace FrameRing.EndToEnd.Tests;

/// <summary>The stop signals by number, and sending them by the call itself, so that hardly anything comes between two.</summary>
internal static partial class StopSignal
{
    internal const int Hup = 1;
    internal const int Int = 2;
    internal const int Term = 15;

    /// <summary>False: there is no such process any more.</summary>
    internal static bool Send(Tool tool, int signal) => Kill(tool.Id, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
