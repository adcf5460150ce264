using FrameRing.EndToEnd.Tests.Interop;

namespace FrameRing.EndToEnd.Tests;

/// <summary>Starts a tool one of whose streams takes no more: it is full, or stopped as by Ctrl-S, and nobody reads it. Writing to it waits, as it does for most programs.</summary>
internal static class UnreadStream
{
    // The tool holds the other end itself, so that nobody reads and nothing is closed.
    private const string Script = """
        import fcntl, os, pty, socket, sys, termios
        kind, number, program = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
        if kind == 'socket':
            ends = [end.detach() for end in socket.socketpair()]
        elif kind in ('terminal', 'console'):
            ends = pty.openpty()
            termios.tcflow(ends[1], termios.TCOOFF)
            if kind == 'console':
                os.setsid()
                fcntl.ioctl(ends[1], termios.TIOCSCTTY, 0)
                os.dup2(ends[1], 0)
                os.dup2(ends[1], 1)
        else:
            ends = os.pipe()
        os.set_inheritable(ends[0], True)
        if kind in ('pipe', 'socket'):
            os.set_blocking(ends[1], False)
            for size in (4096, 1):
                try:
                    while True:
                        os.write(ends[1], b'x' * size)
                except BlockingIOError:
                    pass
            os.set_blocking(ends[1], True)
        os.dup2(ends[1], number)
        os.execvp(program[0], program)
        """;

    // A test that fails need not take longer.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    internal static TheoryData<string> Kinds => ["pipe", "socket", "terminal"];

    /// <summary>Starts a tool whose stream is of one of the <see cref="Kinds"/>; or "console": all three are the terminal that it is started at.</summary>
    internal static Tool Start(string kind, int number, params string[] program)
    {
        Assert.SkipUnless(ForeignReaders.TryRun("python3", ["--version"]) is (0, _), "python3 is not installed; install it with: sudo apt-get install python3");
        return Tool.Start("/usr/bin/env", s_limit, ["python3", "-c", Script, kind, $"{number}", .. program]);
    }
}
