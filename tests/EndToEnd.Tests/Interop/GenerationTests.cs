using FrameRing.Reading;

namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>What the readers in C and Python do when a generation or a producer is over.</summary>
public sealed class GenerationTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    private const string Waiting = "waiting for the next one";

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void A_successor_with_other_slots_does_not_hide_the_death_of_the_producer(string language)
    {
        string ring = Tool.NewRing();
        using Tool first = new("producer", "pattern:320x240@60", "--ring", ring, "-q", "--wait-readers", "1");
        using Tool reader = readers.In(language, ring, "-o");
        reader.WaitForOutput("1 ");
        reader.Signal("STOP");
        first.Kill();
        using Tool second = new("producer", "pattern:640x480@60", "--ring", ring, "-q");
        RingState.WaitFor(ring, state => state.GetProperty("state").GetString() == "live" && RingState.Head(state) > 0);
        reader.Signal("CONT");
        (int code, _, string errors) = reader.Finish();
        Assert.Equal(4, code);
        Assert.Contains("the producer has died", errors);
    }

    [Theory]
    [InlineData(ForeignReaders.InC, "live", "320x240")]
    [InlineData(ForeignReaders.InC, "live", "640x480")]
    [InlineData(ForeignReaders.InC, "lossless", "320x240")]
    [InlineData(ForeignReaders.InC, "lossless", "640x480")]
    [InlineData(ForeignReaders.InPython, "live", "320x240")]
    [InlineData(ForeignReaders.InPython, "live", "640x480")]
    [InlineData(ForeignReaders.InPython, "lossless", "320x240")]
    [InlineData(ForeignReaders.InPython, "lossless", "640x480")]
    public void Followers_go_on_with_the_next_producer(string language, string delivery, string size)
    {
        string ring = Tool.NewRing();
        string[] ringOptions = ["--ring", ring, "--delivery", delivery, "--leases", "2", "-q"];
        using Tool first = new("producer", ["pattern:320x240@60", "--wait-readers", "1", .. ringOptions]);
        using Tool reader = readers.In(language, [ring, "--follow", "-n", "100", .. delivery == "lossless" ? ["--lossless"] : Array.Empty<string>()]);
        reader.WaitForOutput("1");
        first.Kill();
        reader.WaitForError(Waiting);
        using Tool second = new("producer", [$"pattern:{size}@120", .. ringOptions]);
        (int code, string output, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal(100, lines.Length);
        Assert.EndsWith($" {size.Replace('x', ' ')} YU12", string.Join(' ', lines[^1].Split(' ')[..5]));
        ulong[] numbers = [.. lines.Select(line => ulong.Parse(line.Split(' ')[0]))];
        Assert.All(numbers.Zip(numbers.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.True(delivery == "live" || !errors.Contains("lost", StringComparison.Ordinal), errors);
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void Followers_go_on_after_a_clean_end_with_the_oldest_frame(string language)
    {
        string ring = Tool.NewRing();
        using Tool first = new("producer", "pattern:320x240@60", "-n", "5", "--ring", ring, "-q", "--wait-readers", "1");
        using Tool reader = readers.In(language, ring, "-o", "--follow", "-n", "10");
        reader.WaitForError($"the producer has ended; {Waiting}");
        Assert.Equal(0, first.Finish().Code);
        using Tool second = new("producer", "pattern:320x240@60", "--slots", "32", "--ring", ring, "-q");
        (int code, string output, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal(["1", "2", "3", "4", "5", "1", "2", "3", "4", "5"], output.TrimEnd().Split('\n').Select(line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void A_clean_end_in_a_generation_that_was_not_seen_is_an_end(string language)
    {
        using SmallRing ring = new();
        using Tool reader = readers.In(language, ring.Name, "-o");
        using Tool strict = readers.In(language, ring.Name, "-o", "--strict");
        ring.Publish();
        reader.WaitForOutput("1 ");
        strict.WaitForOutput("1 ");
        reader.Signal("STOP");
        strict.Signal("STOP");
        ring.PublishInNext(8192);
        ring.Dispose();
        reader.Signal("CONT");
        strict.Signal("CONT");
        (int code, string output, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
        Assert.Single(output.TrimEnd().Split('\n'));
        Assert.Contains("1 frames lost", errors);
        Assert.Equal(6, strict.Finish().Code);
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void A_generation_in_the_middle_is_read_while_somebody_keeps_it(string language)
    {
        using SmallRing ring = new();
        ring.Publish();
        using Tool reader = readers.In(language, ring.Name, "-o", "-n", "3");
        reader.WaitForOutput("1 ");
        reader.Signal("STOP");
        ring.PublishInNext(8192);
        Assert.Equal(AttachStatus.Ok, FrameRingReader.TryAttach(ring.Name, new FrameRingReaderOptions(), TimeSpan.Zero, TestContext.Current.CancellationToken, out FrameRingReader? keeper));
        using (keeper)
        {
            ring.PublishInNext(16384);
            reader.Signal("CONT");
            (int code, string output, string errors) = reader.Finish();
            Assert.True(code == 0, errors);
            Assert.Empty(errors);
            Assert.Equal(["1", "2", "3"], output.TrimEnd().Split('\n').Select(line => line.Split(' ')[0]));
        }
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void Without_loss_every_generation_is_read(string language)
    {
        using SmallRing ring = new(Layout.Delivery.Lossless);
        ring.Publish();
        using Tool reader = readers.In(language, ring.Name, "-o", "-n", "4", "--lossless");
        reader.WaitForOutput("1 ");
        reader.Signal("STOP");
        ring.PublishInNext(8192);
        ring.PublishInNext(16384);
        ring.PublishInNext(32768);
        reader.Signal("CONT");
        (int code, string output, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
        Assert.Empty(errors);
        Assert.Equal(["1", "2", "3", "4"], output.TrimEnd().Split('\n').Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void Pixels_that_are_kept_in_Python_outlive_their_generation_and_their_reader()
    {
        readers.SkipUnlessPresent();
        using SmallRing ring = new();
        ring.Publish();
        using Tool script = ForeignReaders.Code("""
            reader = framering.Reader.attach(sys.argv[2], start="oldest")
            frame = reader.wait()
            rows = list(frame.rows())
            print("1", flush=True)
            after = reader.wait()
            print("2", reader.generation, flush=True)
            reader.close()
            print(sum(bytes(rows[-1])), sum(sum(row) for row in frame.rows()), frame.validate(), rows[0].readonly, after.sequence)
            """, ring.Name);
        script.WaitForOutput("1");
        ring.PublishInNext(8192);
        script.WaitForOutput("2");
        (int code, string output, string errors) = script.Finish();
        Assert.True(code == 0, errors);
        Assert.EndsWith($"2 2\n64 {64 * 32} True True 2\n", output);
    }
}
