namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>What framering.h answers to a program that asks it, as answers.c tells.</summary>
public sealed class CReaderAnswersTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    private const int Ok = 0;
    private const int Overwritten = 2;
    private const int WriterDied = 4;
    private const int Canceled = 8;
    private const int NoRing = 12;
    private const int Refused = 13;

    [Fact]
    public void A_stop_is_heard_also_if_there_is_always_a_frame()
    {
        readers.SkipUnlessPresent();
        using SmallRing ring = new();
        ring.Publish();
        ring.Publish();
        using Tool program = readers.Answers(ring.Name, "stop");
        Assert.Equal($"{Ok} {Canceled}\n", Output(program));
    }

    [Fact]
    public void A_sequence_that_no_frame_can_have_is_refused_and_0_counts_as_1()
    {
        readers.SkipUnlessPresent();
        using SmallRing ring = new();
        ring.Publish();
        using Tool program = readers.Answers(ring.Name, "sequences");
        Assert.Equal($"{Ok} 0\n{Ok} 1\n{Ok} 1\n{Refused} 0\n{Refused} 0\n", Output(program));
    }

    [Fact]
    public void A_name_that_no_ring_can_have_is_refused()
    {
        readers.SkipUnlessPresent();
        using Tool program = readers.Answers("unused", "names");
        Assert.Equal($"{string.Concat(Enumerable.Repeat($"{Refused} ", 8))}{NoRing} {NoRing} \n", Output(program));
    }

    [Fact]
    public void A_frame_of_a_generation_that_was_left_is_gone()
    {
        readers.SkipUnlessPresent();
        using SmallRing ring = new(Layout.Delivery.Lossless);
        ring.Publish();
        using Tool program = readers.Answers(ring.Name, "stale");
        program.WaitForOutput("taken");
        ring.PublishInNext(8192);
        program.WaitForOutput("left");
        ring.Dispose();
        using SmallRing next = new(Layout.Delivery.Lossless, ring.Name);
        next.Publish();
        Assert.Equal($"taken\n{Overwritten} {Overwritten} 0\nleft\n{Overwritten} {Overwritten} 0\n{Ok}\n{Overwritten}\n", Output(program));
    }

    [Fact]
    public void An_end_is_not_told_while_its_producer_still_holds_the_ring()
    {
        readers.SkipUnlessPresent();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "changing a page needs root");
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@60", "--ring", ring, "-q");
        RingState.WaitFor(ring, state => RingState.Head(state) > 0);
        using Tool program = readers.Answers(ring, "end");
        RingState.WaitFor(ring, state => RingState.Readers(state) == 1);
        producer.Kill();
        program.WaitForOutput("died");
        using Tool forge = readers.Forge(ring, "ended-and-held");
        Assert.Equal($"died\n{WriterDied}\n", Output(program));
        forge.AskToEnd();
        Assert.Equal(0, forge.Finish().Code);
        using Tool remove = new("ringctl", "rm", ring);
        Assert.Equal(0, remove.Finish().Code);
    }

    // A producer gives its lease segment to the group one call after it has made it.
    [Fact]
    public void A_denied_lease_segment_is_tried_again_before_it_is_refused()
    {
        readers.SkipUnlessPresent();
        using OtherUser nobody = new();
        string ring = Tool.NewRing();
        using Tool producer = new("producer", "pattern:64x32@60", "--ring", ring, "--mode", "0644", "--leases", "2", "-q");
        RingState.WaitFor(ring, state => RingState.Head(state) > 0);
        using Tool program = OtherUser.RunProgram(readers.PathOf("answers"), ring, "denied");
        string[] lines = Output(program).Split('\n');
        Assert.Equal($"{Refused} 5", lines[0]);
        Assert.Contains("may take leases", lines[1]);
    }

    private static string Output(Tool program)
    {
        (int code, string output, string errors) = program.Finish();
        Assert.True(code == 0, $"{code}: {output}{errors}");
        return output;
    }
}
