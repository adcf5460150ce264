using System.Globalization;
using FrameRing.Producer.Options;
using FileOptionSet = FrameRing.Producer.Options.FileOptionSet;

namespace FrameRing.Producer.Tests.Options;

/// <summary>Every option of the producer with values that make no sense.</summary>
public class OddValueTests
{
    public static TheoryData<string, string> Options => OddValues.Options(ProducerCommand.Create());

    [Theory]
    [MemberData(nameof(Options))]
    public void An_odd_value_gets_a_sentence(string command, string option) =>
        OddValues.Try("producer", ProducerCommand.Create(), command, option, [.. InputFor(option), .. RingFor(option)]);

    [Theory]
    [InlineData("pattern:64x32@30")]
    [InlineData("CLIP")]
    public void The_sum_behind_the_fewest_slots_is_right(string input)
    {
        using Tool producer = new("producer", input == "CLIP" ? Tool.PathOf("samples", "media", "scenes.mp4") : input, "--slots", "2", "--leases", "3");
        (int code, _, string errors) = producer.Finish();
        Assert.Equal(2, code);

        // "needs at least N (A ... + B ... + C ...)": what stands in front of each part makes N.
        Assert.Contains("--slots 2 is too few: this source needs at least ", errors);
        string rest = errors[(errors.IndexOf("needs at least ", StringComparison.Ordinal) + "needs at least ".Length)..];
        int total = NumberAt(rest);
        string sum = rest[(rest.IndexOf('(') + 1)..];
        Assert.Equal(total, sum.Split(" + ").Sum(NumberAt));

        static int NumberAt(string text) => int.Parse(string.Concat(text.TakeWhile(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData()]
    [InlineData("--slots", "65535")]
    public void Leases_that_no_ring_has_slots_for_are_refused_as_such(params string[] slots)
    {
        using Tool producer = new("producer", ["pattern:64x32@30", "--leases", "65535", .. slots]);
        (int code, _, string errors) = producer.Finish();
        Assert.Equal(2, code);
        Assert.Contains("--leases 65535 is too many", errors);
        Assert.Contains("Use at most 655", errors);
    }

    // Each where it means something, so that it gets as far as it can.
    private static string[] InputFor(string option) =>
        option == "-i" ? []
        : new FileOptionSet().All.Any(found => found.Name == option) ? [Tool.PathOf("samples", "media", "qtrle.mov")]
        : new CameraOptionSet().All.Concat(new ListingOptions().All).Any(found => found.Name == option) ? ["/dev/video4242"]
        : ["pattern:64x32@30"];

    // No ring can have that name: what gets so far ends there.
    private static string[] RingFor(string option) => option == "--ring" ? ["--frames", "1", "-q"] : ["--ring", "no ring"];
}
