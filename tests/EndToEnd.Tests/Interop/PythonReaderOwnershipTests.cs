using FrameRing.Layout;

namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>What a reader in Python keeps goes back also if nobody closes it, and frames that are kept for too long are no fault.</summary>
public sealed class PythonReaderOwnershipTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    // The entries that are taken, and the words in all entries that keep frames, as the reader that was attached last sees them.
    private const string Looking = """
        import ctypes, gc, os
        libc = ctypes.CDLL(None)
        witness = framering._Directory(sys.argv[2], {0, os.geteuid()}, framering._Atomics(True))
        page = witness.read_entry()
        words = framering._Table(witness, page, False, framering._Atomics(True))
        def kept():
            count = sum(libc.semctl(page.readers, n, 12, None) for n in range(64))
            raw = ctypes.string_at(words.address + 4096, 64 * 128)
            return count, sum(raw[128 * n + 8:128 * n + 48] != bytes(40) for n in range(64))

        """;

    [Theory]
    [InlineData("del reader")]
    [InlineData("reader.close()")]
    [InlineData("lease = reader.lease(frame); del lease; del reader; gc.collect()")]
    [InlineData("lease = reader.lease(frame); del reader; lease.close(); del lease")]
    [InlineData("lease = reader.lease(frame); reader.close(); lease.close(); lease.close(); reader.close()")]
    public void A_reader_that_nobody_keeps_gives_its_entry_back(string end)
    {
        using SmallRing ring = Start();
        AssertOutput(ring, Looking + $"""
            reader = framering.Reader.attach(sys.argv[2], start="oldest", lossless=True, leases=True)
            frame = reader.wait()
            print(kept())
            {end}
            print(kept(), frame.validate())
            """, "(1, 1)\n(0, 0) True\n");
    }

    [Fact]
    public void A_lease_that_nobody_keeps_is_closed()
    {
        using SmallRing ring = Start();
        AssertOutput(ring, Looking + """
            reader = framering.Reader.attach(sys.argv[2], start="oldest", leases=True)
            frame = reader.wait()
            for _ in range(9):
                lease = reader.lease(frame)
                print(kept()[1], end=" ")
                del lease
            print(kept())
            """, "1 1 1 1 1 1 1 1 1 (1, 0)\n");
    }

    [Fact]
    public void A_child_process_that_ends_takes_nothing_from_its_parent()
    {
        using SmallRing ring = Start();
        AssertOutput(ring, Looking + """
            reader = framering.Reader.attach(sys.argv[2], start="oldest", lossless=True, leases=True)
            lease = reader.lease(reader.wait())
            before = bytes(ctypes.string_at(words.address + 4096, 64 * 128))
            if os.fork() == 0:
                lease.close()
                del lease
                reader.close()
                sys.exit(0)
            os.wait()
            print(kept(), before == ctypes.string_at(words.address + 4096, 64 * 128))
            """, "(1, 1) True\n");
    }

    // At every line, and at every step of the interpreter in what takes and gives back.
    [Theory]
    [InlineData("framering.Reader.attach(sys.argv[2], start='oldest', lossless=True, leases=True)")]
    [InlineData("reader.lease(frame)", "reader = framering.Reader.attach(sys.argv[2], start='oldest', leases=True); frame = reader.wait()")]
    public void An_interrupt_at_any_step_leaves_nothing(string action, string before = "pass")
    {
        using SmallRing ring = Start();
        AssertOutput(ring, Looking + $"""
            {before}
            def gives_back(frame):
                return frame is not None and (frame.f_code.co_name in ("_give_back", "_forget_all", "_let_go", "__del__") or gives_back(frame.f_back))
            def attempt(steps):
                left = [steps]
                def trace(frame, event, argument):
                    code = frame.f_code
                    if not code.co_filename.endswith("framering.py") or gives_back(frame):
                        return None
                    if event == "call":
                        frame.f_trace_opcodes = code.co_name == "lease" or isinstance(frame.f_locals.get("self"), (framering._Place, framering._Holder, framering.Lease))
                    left[0] -= 1
                    if left[0] == 0:
                        raise KeyboardInterrupt
                    return trace
                try:
                    sys.settrace(trace)
                    try:
                        {action}
                    finally:
                        sys.settrace(None)
                    return left[0] > 0
                except KeyboardInterrupt:
                    return False
            nothing = kept()
            steps = 1
            while not attempt(steps):
                if kept() != nothing:
                    print("interrupted at step", steps, "there is left", kept())
                    break
                steps += 1
            print(steps > 100, kept() == nothing)
            """, "True True\n");
    }

    [Fact]
    public void A_frame_that_is_kept_too_long_is_gone_or_old_and_never_a_fault()
    {
        using SmallRing ring = Start();
        using Tool script = ForeignReaders.Code("""
            import gc
            reader = framering.Reader.attach(sys.argv[2], start="oldest", lossless=True, leases=True)
            old = reader.wait()
            pixels = old.slot_bytes()
            print("1", flush=True)
            new = reader.wait()
            print(reader.generation, reader.lease(old), old.validate(), isinstance(reader.lease(new), framering.Lease))
            reader.close()
            for ask in (lambda: reader.lease(old), lambda: reader.lease(new), lambda: reader.wait(), lambda: reader.read(1), lambda: reader.head,
                        lambda: reader.generation, lambda: reader.source_failed):
                try:
                    print(ask())
                except framering.RingError:
                    pass
            print(old.validate(), sum(sum(row) for row in old.rows()), new.validate(), sum(sum(row) for row in new.rows()))
            del reader, old, new
            gc.collect()
            print(sum(pixels))
            """, ring.Name);
        script.WaitForOutput("1");
        ring.PublishInNext(8192);
        (int code, string output, string errors) = script.Finish();
        Assert.True(code == 0, $"{code}: {output}{errors}");
        Assert.Equal($"1\n2 Status.OVERWRITTEN True True\nTrue {64 * 32} True {2 * 64 * 32}\n{64 * 32}\n", output);
    }

    private SmallRing Start()
    {
        readers.SkipUnlessPresent();
        SmallRing ring = new(Delivery.Lossless);
        ring.Publish();
        return ring;
    }

    private static void AssertOutput(SmallRing ring, string script, string expected)
    {
        using Tool tool = ForeignReaders.Code(script, ring.Name);
        (int code, string output, string errors) = tool.Finish();
        Assert.True(code == 0, $"{code}: {output}{errors}");
        Assert.Equal(expected, output);
        Assert.Empty(errors);
    }
}
