namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>Leases, lossless delivery, time-outs and exit codes of the readers in C and Python: as those of consumer.</summary>
public sealed class OptionsOfReadersTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    private static readonly string[] s_lossless = ["--pace", "max", "--slots", "8", "--delivery", "lossless", "-q", "--json"];

    private const string FourLeases = """
        reader = framering.Reader.attach(sys.argv[2], leases=True)
        leases = []
        while len(leases) < 4:
            lease = reader.lease(reader.wait())
            if isinstance(lease, framering.Lease):
                leases.append(lease)
        print(reader.lease(reader.wait()))
        before = [b"".join(lease.frame.rows()) for lease in leases]
        numbers = {reader.wait().sequence for _ in range(40)}
        print(all(lease.validate() for lease in leases), before == [b"".join(lease.frame.rows()) for lease in leases])
        gone = leases[0].frame
        leases[0].close()
        leases[0].close()
        while gone.validate():
            reader.wait()
        print(all(lease.validate() for lease in leases[1:]), isinstance(reader.lease(reader.wait()), framering.Lease))
        reader.close()
        """;

    [Fact]
    public void Without_loss_all_readers_get_every_frame_and_the_same()
    {
        readers.SkipUnlessPresent();
        string ring = Tool.NewRing();
        using Tool producer = new("producer", ["pattern:322x242@60:NV12", "-n", "400", "--ring", ring, "--wait-readers", "5", "--leases", "4", "--reader-timeout", "1000", .. s_lossless]);
        using Tool own = new("consumer", "framemd5", ring, "--lossless");
        Tool[] others =
        [
            readers.C(ring, "-o", "--lossless", "--strict"), readers.C(ring, "-o", "--lossless", "--lease", "--strict", "-p"),
            readers.Python(ring, "-o", "--lossless", "--strict"), readers.Python(ring, "-o", "--lossless", "--lease", "--strict"),
        ];
        string? expected = null;
        foreach (Tool reader in others)
        {
            (int code, string output, string errors) = reader.Finish();
            reader.Dispose();
            Assert.True(code == 0, errors);
            Assert.Equal(400, output.TrimEnd().Split('\n').Length);
            Assert.Equal(expected ??= output, output);
        }

        Assert.Equal(0, own.Finish().Code);
        (_, string json, _) = producer.Finish();
        Assert.Contains("\"evicted\":0,", json);
        Assert.Contains("\"dropped\":0,", json);
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void Who_stops_is_given_up_and_ends_with_code_6(string language)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", ["pattern:320x240@60", "-n", "300", "--ring", ring, "--wait-readers", "1", "--reader-timeout", "1", .. s_lossless]);
        using Tool stopped = readers.In(language, ring, "-o", "--lossless");
        stopped.WaitForOutput("1 ");
        stopped.Signal("STOP");
        (int code, string json, _) = producer.Finish();
        Assert.Equal(0, code);
        Assert.Contains("\"evicted\":1,", json);
        stopped.Signal("CONT");
        (code, _, string errors) = stopped.Finish();
        Assert.Equal(6, code);
        Assert.Contains("waits for this reader no more", errors);
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void Nobody_waits_for_a_reader_that_was_killed(string language)
    {
        string ring = Tool.NewRing();

        // Longer than any test may take: only the death itself can make the producer go on.
        using Tool producer = new("producer", ["pattern:320x240@60", "-n", "300", "--ring", ring, "--wait-readers", "2", "--reader-timeout", "1000", .. s_lossless]);
        using Tool killed = readers.In(language, ring, "-o", "--lossless", "--lease");
        using Tool other = new("consumer", "framemd5", ring, "--lossless");
        killed.WaitForOutput("1 ");
        killed.Kill();
        Assert.Equal(300, Reference.Hashes(other.Finish().Output).Length);
        Assert.Contains("\"evicted\":0,", producer.Finish().Output);
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void An_entry_is_shown_while_it_is_held_and_given_back_at_a_stop(string language)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:320x240@60", "--ring", ring, "--leases", "1", "-q");
        using Tool reader = readers.In(language, ring, "--lease");
        reader.WaitForOutput("1");
        RingState.WaitFor(ring, state => RingState.Holders(state).Length == 1);
        reader.Signal("TERM");
        (int code, _, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
        Assert.Empty(RingState.Holders(RingState.Of(ring)));
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void A_lease_keeps_its_frame_until_it_is_given_back(string language)
    {
        readers.SkipUnlessPresent();
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@240", "--slots", "8", "--ring", ring, "--leases", "4", "--lease-timeout", "1000", "-q");
        using Tool script = language == ForeignReaders.InC ? readers.Holds(ring, "leases") : ForeignReaders.Code(FourLeases, ring);
        (int code, string output, string errors) = script.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal(["Status.TOO_MANY_LEASES", "True True", "True True"], output.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_lease_in_C_stays_readable_when_its_reader_is_in_the_next_generation()
    {
        readers.SkipUnlessPresent();
        using SmallRing ring = new(Layout.Delivery.Lossless);
        ring.Publish();
        using Tool holds = readers.Holds(ring.Name, "generation");
        holds.WaitForOutput("0");
        ring.PublishInNext(8192);
        (int code, string output, string errors) = holds.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal("0\n1 1 0\n", output);
    }

    [Theory]
    [InlineData(ForeignReaders.InC, 5)]
    [InlineData(ForeignReaders.InC, 5, "--follow")]
    [InlineData(ForeignReaders.InPython, 5)]
    [InlineData(ForeignReaders.InPython, 5, "--follow")]
    public void No_frame_in_the_time_given_is_code_5(string language, int expected, params string[] options)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:320x240@60", "--ring", ring, "-q", "--wait-readers", "2");
        using Tool reader = readers.In(language, [ring, "--timeout", "0.2", .. options]);
        (int code, _, string errors) = reader.Finish();
        Assert.Equal(expected, code);
        Assert.Contains("no frame came", errors);
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void Who_follows_gives_up_when_no_producer_comes(string language)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:320x240@60", "-n", "3", "--ring", ring, "-q", "--wait-readers", "1");
        using Tool reader = readers.In(language, ring, "-o", "--follow", "--timeout", "0.3");
        (int code, string output, string errors) = reader.Finish();
        Assert.Equal(5, code);
        Assert.Equal(3, output.TrimEnd().Split('\n').Length);
        Assert.Contains("waiting for the next one", errors);
    }

    [Theory]
    [InlineData(ForeignReaders.InC, "--lossless", "--delivery lossless")]
    [InlineData(ForeignReaders.InC, "--lease", "--leases")]
    [InlineData(ForeignReaders.InPython, "--lossless", "--delivery lossless")]
    [InlineData(ForeignReaders.InPython, "--lease", "--leases")]
    public void What_a_ring_does_not_offer_is_said_with_the_remedy(string language, string option, string remedy)
    {
        string ring = Tool.NewRing();
        string[] leases = option == "--lossless" ? ["--leases", "2"] : [];
        using Tool producer = new("producer", ["pattern:320x240@60", "--ring", ring, "-q", .. leases]);
        using Tool reader = readers.In(language, ring, option);
        (int code, string output, string errors) = reader.Finish();
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(remedy, errors);
        Assert.Contains($"'{ring}'", errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData(ForeignReaders.InC, "ring", "--nonsense")]
    [InlineData(ForeignReaders.InC, "ring", "-n", "0")]
    [InlineData(ForeignReaders.InC, "ring", "--timeout", "soon")]
    [InlineData(ForeignReaders.InC, "ring", "--start", "there")]
    [InlineData(ForeignReaders.InC, "ring", "--lossless", "--policy", "latest")]
    [InlineData(ForeignReaders.InC, "--lossless")]
    [InlineData(ForeignReaders.InPython, "ring", "--nonsense")]
    [InlineData(ForeignReaders.InPython, "ring", "-n", "0")]
    [InlineData(ForeignReaders.InPython, "ring", "--timeout", "soon")]
    [InlineData(ForeignReaders.InPython, "ring", "--start", "there")]
    [InlineData(ForeignReaders.InPython, "ring", "--lossless", "--policy", "latest")]
    [InlineData(ForeignReaders.InPython, "--lossless")]
    public void A_command_line_that_makes_no_sense_is_code_2(string language, params string[] arguments)
    {
        using Tool reader = readers.In(language, arguments);
        (int code, string output, string errors) = reader.Finish();
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.NotEmpty(errors);
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void Frames_that_were_lost_are_code_6_if_that_is_asked_for(string language)
    {
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@500", "--slots", "4", "-n", "100", "--ring", ring, "-q", "--wait-readers", "1", "--linger", "30");
        using Tool reader = readers.In(language, ring, "-o", "--strict");
        reader.WaitForOutput("1 ");
        reader.Signal("STOP");
        RingState.WaitFor(ring, state => RingState.Head(state) == 100);
        reader.Signal("CONT");
        (int code, _, string errors) = reader.Finish();
        Assert.Equal(6, code);
        Assert.Contains("frames lost", errors);
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void An_end_because_the_source_failed_is_code_4(string language)
    {
        using SmallRing ring = new();
        using Tool reader = readers.In(language, ring.Name, "-o");
        ring.Publish();
        reader.WaitForOutput("1 ");
        ring.Fail();
        (int code, _, string errors) = reader.Finish();
        Assert.Equal(4, code);
        Assert.Contains("its source failed", errors);
    }

    [Fact]
    public void Numpy_sees_the_visible_pixels_without_a_copy()
    {
        readers.SkipUnlessPresent();
        Assert.SkipUnless(readers.PythonWithNumpy is not null, "numpy is not installed; install it with: sudo apt-get install python3-numpy");
        string ring = Tool.NewRing();
        string raw = Path.GetTempFileName();
        try
        {
            using Tool producer = new("producer", "pattern:322x242@60:GREY", "-n", "5", "--ring", ring, "-q", "--wait-readers", "2");
            using Tool script = ForeignReaders.Script(readers.PythonWithNumpy!, Tool.PathOf("interop", "python", "numpy_example.py"), ring);
            using Tool pipe = new("consumer", "pipe", ring, "--start", "oldest", "--format", "rawvideo", "-q", "-o", raw);
            (int code, string output, string errors) = script.Finish();
            Assert.True(code == 0, errors);
            Assert.Equal(0, pipe.Finish().Code);
            byte[][] frames = [.. File.ReadAllBytes(raw).Chunk(322 * 242)];
            Assert.Equal(
                frames.Select((pixels, index) => FormattableString.Invariant($"{index + 1} 322 242 {pixels.Average(value => (double)value):0.000}")),
                output.TrimEnd().Split('\n'));
        }
        finally
        {
            File.Delete(raw);
        }
    }
}
