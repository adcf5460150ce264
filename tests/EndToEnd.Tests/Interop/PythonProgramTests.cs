namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>What the module in Python does to the process that it runs in.</summary>
public sealed class PythonProgramTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    [Fact]
    public void Signals_are_handled_as_before_when_it_has_run()
    {
        Assert.Equal("0 True\n0 False\n", Run("""
            import signal
            sys.argv = ["framering.py", sys.argv[2], "-n", "1"]
            for ends_process in (False, True):
                before = signal.getsignal(signal.SIGTERM)
                print(framering.main(ends_process=ends_process), signal.getsignal(signal.SIGTERM) is before, flush=True)
            """));
    }

    [Fact]
    public void It_runs_in_any_thread()
    {
        Assert.Equal("[0]\n", Run("""
            import threading
            sys.argv = ["framering.py", sys.argv[2], "-n", "1"]
            codes = []
            thread = threading.Thread(target=lambda: codes.append(framering.main()))
            thread.start()
            thread.join()
            print(codes, flush=True)
            """));
    }

    [Fact]
    public void A_forked_child_does_not_move_what_its_parent_keeps()
    {
        Assert.Equal("RingError\nTrue\n", Run("""
            import os
            reader = framering.Reader.attach(sys.argv[2], start="oldest", lossless=True, leases=True)
            frame = reader.wait()
            lease = reader.lease(frame)
            words = [reader._holder.cursor, *reader._holder.pins]
            look = lambda: [reader._atomics.load64(word) for word in words]
            before = look()
            if os.fork() == 0:
                for call in (reader.wait, lambda: reader.lease(frame)):
                    try:
                        call()
                        os._exit(1)
                    except framering.RingError as error:
                        said = type(error).__name__
                lease.close()
                os.write(1, (said + "\n").encode())
                os._exit(0)
            os.wait()
            print(look() == before, flush=True)
            """));
    }

    // Its semaphore is gone, so the process is asked, and /proc cannot be.
    [Fact]
    public void A_producer_lives_as_long_as_nobody_can_tell()
    {
        Assert.Equal("Status.TIMED_OUT\n", Run(PythonReader.Forging + """
            import resource
            reader = framering.Reader.attach(sys.argv[2])
            reader.wait()
            before = resource.getrlimit(resource.RLIMIT_NOFILE)
            os.kill(entry().pid, signal.SIGSTOP)
            libc.semctl(entry().semaphore, 0, 0)
            resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
            result = reader.wait(0)
            while isinstance(result, framering.Frame):
                result = reader.wait(0.2)
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
            os.kill(entry().pid, signal.SIGCONT)
            print(result, flush=True)
            """));
    }

    // What it printed, but for the lines of frames.
    private string Run(string code)
    {
        readers.SkipUnlessPresent();
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@100", "--ring", ring, "--delivery", "lossless", "-q");
        using Tool script = ForeignReaders.Code(code, ring);
        (int exit, string output, string errors) = script.Finish();
        Assert.True(exit == 0, $"{exit}: {output}{errors}");
        return string.Concat(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains(" 64 32 ", StringComparison.Ordinal)).Select(line => line + "\n"));
    }
}
