namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>Python programs of interop/ with streams and signals as a test wants them.</summary>
internal static class PythonReader
{
    /// <summary>To be put before code that changes what a ring's page says, as only root and its user can.</summary>
    internal const string Forging = """
        import ctypes, os, signal, struct, threading
        libc = ctypes.CDLL(None, use_errno=True)
        libc.shmat.restype = ctypes.c_void_p
        while (directory := libc.shmget(framering.key_of(sys.argv[2]), 0, 0)) < 0:
            os.sched_yield()  # the producer is only starting
        page = libc.shmat(directory, None, 0)
        def entry():
            return framering.Entry(*framering._ENTRY.unpack_from(ctypes.string_at(page + 192, 128)))
        def change(**fields):
            after = framering._ENTRY.pack(*entry()._replace(**fields))
            version = ctypes.c_uint32.from_address(page + 128)
            version.value += 1
            ctypes.memmove(page + 192, after, len(after))
            version.value += 1

        """;

    /// <summary>For a failure that hangs: sooner over than by the limit of all tests.</summary>
    internal static TimeSpan Soon => TimeSpan.FromSeconds(30);

    internal static string Path => Tool.PathOf("interop", "python", "framering.py");

    /// <summary>By a shell command, which has the reader as <c>$0</c>.</summary>
    internal static Tool Shell(string command, string? path = null) => Tool.Start("/bin/bash", Soon, "-c", command, path ?? Path);

    /// <summary>One sentence, or at most one.</summary>
    internal static void AssertSentence(string command, string errors)
    {
        Assert.False(errors.Contains("Traceback", StringComparison.Ordinal) || errors.Contains("Exception", StringComparison.Ordinal), $"{command}: {errors}");
        Assert.True(errors.TrimEnd().Split('\n').Length == 1, $"{command}: {errors}");
    }
}
