namespace FrameRing.Consumer.Tests.Options;

/// <summary>Every option of the consumer with values that make no sense.</summary>
public class OddValueTests
{
    // No ring can have that name: what gets so far ends there.
    private const string NoRing = "no ring";

    public static TheoryData<string, string> Options => OddValues.Options(ConsumerCommand.Create());

    [Theory]
    [MemberData(nameof(Options))]
    public void An_odd_value_gets_a_sentence(string command, string option)
    {
        string before = Directory.GetCurrentDirectory();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("framering-");
        try
        {
            // Some values are names of files.
            Directory.SetCurrentDirectory(folder.FullName);
            string[] output = command == "thumbnails" && option != "--output" ? ["--output", "pictures"] : [];
            OddValues.Try("consumer", ConsumerCommand.Create(), command, option, [NoRing, .. output]);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("281474976710656")]
    [InlineData("18446744073709551615")]
    public void A_sequence_that_no_frame_can_have_is_refused(string sequence)
    {
        using Tool consumer = new("consumer", "framemd5", NoRing, "--start", sequence);
        (int code, _, string errors) = consumer.Finish();
        Assert.Equal(2, code);
        Assert.Contains($"'{sequence}' is no value for --start", errors);
        Assert.Contains("up to 281474976710655", errors);
    }

    [Fact]
    public void A_script_whose_variable_is_not_set_is_told()
    {
        using Tool consumer = new("consumer", "framemd5", string.Empty);
        (int code, _, string errors) = consumer.Finish();
        Assert.Equal(2, code);
        Assert.Contains("'' is no value for RING: it is empty.", errors);
    }
}
