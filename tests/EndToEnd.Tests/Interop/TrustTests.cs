namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>One ring has one user, and a header belongs to a ring: what the readers in C and Python refuse. A page is changed under a real producer.</summary>
public sealed class TrustTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    private const string Stranger = "65534";

    [Theory]
    [InlineData(ForeignReaders.InC, "frames-of-stranger", "created by user 65534 and its page by user 0")]
    [InlineData(ForeignReaders.InC, "name", "header")]
    [InlineData(ForeignReaders.InC, "generation", "header")]
    [InlineData(ForeignReaders.InC, "leases-of-stranger", "created by user 65534 and its page by user 0", "--lease")]
    [InlineData(ForeignReaders.InC, "readers-of-stranger", "set of semaphores was created by user 65534 and its page by user 0", "--lease")]
    [InlineData(ForeignReaders.InPython, "frames-of-stranger", "created by user 65534 and its page by user 0")]
    [InlineData(ForeignReaders.InPython, "name", "header")]
    [InlineData(ForeignReaders.InPython, "generation", "header")]
    [InlineData(ForeignReaders.InPython, "leases-of-stranger", "created by user 65534 and its page by user 0", "--lease")]
    [InlineData(ForeignReaders.InPython, "readers-of-stranger", "set of semaphores was created by user 65534 and its page by user 0", "--lease")]
    public void What_is_not_of_the_ring_is_refused_also_if_its_user_is_trusted(string language, string kind, string reason, params string[] options)
    {
        string ring = Start(out Tool producer, "--leases", "1");
        using (producer)
        {
            using Tool forge = readers.Forge(ring, kind);
            using Tool reader = readers.In(language, [ring, "-o", "-n", "1", "-u", Stranger, .. options]);
            (int code, string output, string errors) = reader.Finish();
            Assert.Equal(1, code);
            Assert.Empty(output);
            Assert.Contains(reason, errors);
            forge.AskToEnd();
            Assert.Equal(0, forge.Finish().Code);

            // The readers' own set had to be removed for the stranger's.
            using Tool again = readers.In(language, [ring, "-o", "-n", "1", .. kind == "readers-of-stranger" ? [] : options]);
            Assert.Equal(0, again.Finish().Code);
        }
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void A_next_segment_that_is_not_of_a_later_generation_is_refused(string language)
    {
        readers.SkipUnlessPresent();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "changing a page needs root");
        using SmallRing ring = new();
        ring.Publish();
        using Tool reader = readers.In(language, ring.Name, "-o", "-n", "3");
        reader.WaitForOutput("1 ");
        reader.Signal("STOP");
        ring.PublishInNext(8192);
        using Tool forge = readers.Forge(ring.Name, "generation-in-place");
        ring.PublishInNext(16384);
        reader.Signal("CONT");
        (int code, string output, string errors) = reader.Finish();
        Assert.Equal(1, code);
        Assert.Single(output.TrimEnd().Split('\n'));
        Assert.Contains("header", errors);
        forge.AskToEnd();
        Assert.Equal(0, forge.Finish().Code);
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void A_semaphore_of_a_stranger_does_not_keep_a_dead_producer_alive(string language)
    {
        string ring = Start(out Tool producer);
        using Tool dead = producer;
        using Tool forge = readers.Forge(ring, "writer-of-stranger");
        using Tool attached = readers.In(language, ring);
        attached.WaitForOutput("1");
        producer.Kill();
        Assert.Equal(4, attached.Finish().Code);
        using Tool late = readers.In(language, ring, "-o", "-n", "1", "-w", "0");
        Assert.Equal(3, late.Finish().Code);
        End(ring, forge);
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void A_zombie_is_dead(string language)
    {
        string ring = Tool.NewRing();
        readers.SkipUnlessPresent();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "changing a page needs root");

        // Sleep, which the shell becomes, never asks for the child that it inherits.
        using Tool parent = new("/bin/sh", "-c", $"{Tool.Locate("producer")} pattern:64x32@60 --ring {ring} -q & echo pid $!; exec sleep 300");
        RingState.WaitFor(ring, state => RingState.Head(state) > 0);
        using Tool forge = readers.Forge(ring, "no-writer-semaphore");
        using Tool attached = readers.In(language, ring);
        attached.WaitForOutput("1");
        int writer = RingState.Of(ring).GetProperty("writer_pid").GetInt32();
        using System.Diagnostics.Process kill = System.Diagnostics.Process.Start("kill", ["-KILL", $"{writer}"]);
        Assert.Equal(4, attached.Finish().Code);
        using Tool late = readers.In(language, ring, "-o", "-n", "1", "-w", "0");
        Assert.Equal(3, late.Finish().Code);
        End(ring, forge);
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void A_frame_whose_slot_the_producer_only_looks_at_is_there(string language)
    {
        string ring = Start(out Tool producer);
        using Tool stopped = producer;
        producer.Signal("STOP");
        using Tool forge = readers.Forge(ring, "claims-in-doubt");
        using Tool reader = readers.In(language, ring, "-o", "-n", "1", "--strict");
        (int code, string output, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
        Assert.Single(output.TrimEnd().Split('\n'));
        forge.AskToEnd();
        Assert.Equal(0, forge.Finish().Code);
        producer.Signal("CONT");
    }

    [Theory]
    [InlineData(ForeignReaders.InC)]
    [InlineData(ForeignReaders.InPython)]
    public void A_ring_of_a_real_stranger_is_read_only_if_that_one_is_trusted(string language)
    {
        readers.SkipUnlessPresent();
        using OtherUser nobody = new();
        string ring = Tool.NewRing();
        using Tool producer = nobody.Run("producer", "pattern:64x32@60", "--ring", ring, "--mode", "0644", "-q");
        using Tool careful = readers.In(language, ring, "-n", "3");
        (int code, string output, string errors) = careful.Finish();
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains($"--owner {Stranger}", errors);
        using Tool trusting = readers.In(language, ring, "-n", "3", "--owner", Stranger);
        (code, _, errors) = trusting.Finish();
        Assert.True(code == 0, errors);
        producer.AskToEnd();
        Assert.Equal(0, producer.Finish().Code);
    }

    private string Start(out Tool producer, params string[] options)
    {
        readers.SkipUnlessPresent();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "changing a page needs root");
        string ring = Tool.NewRing();
        producer = new Tool("producer", ["pattern:64x32@60", "--ring", ring, "-q", .. options]);
        RingState.WaitFor(ring, state => RingState.Head(state) > 0);
        return ring;
    }

    private static void End(string ring, Tool forge)
    {
        forge.AskToEnd();
        Assert.Equal(0, forge.Finish().Code);
        using Tool remove = new("ringctl", "rm", ring);
        Assert.Equal(0, remove.Finish().Code);
    }
}
