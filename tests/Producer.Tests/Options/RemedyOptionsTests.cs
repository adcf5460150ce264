using FrameRing.CommandLine.Errors;

namespace FrameRing.Producer.Tests.Options;

/// <summary>Errors of the library in the words of the tools.</summary>
public class RemedyOptionsTests
{
    [Theory]
    [InlineData(FrameRingError.WriterActive, "Stop that process, or choose another name.", "producer", "choose another name (--ring).")]
    [InlineData(FrameRingError.WriterActive, "This producer ends.", "producer", "This producer ends.")]
    [InlineData(FrameRingError.OutOfMemory, "Free memory, or use fewer slots.", "producer", "fewer slots (--slots).")]
    [InlineData(FrameRingError.OutOfMemory, "Free memory, or use fewer slots.", "consumer", "fewer slots.")]
    [InlineData(FrameRingError.AccessDenied, "Ask the owner to allow it by mode and group, or run as the owner.", "consumer", "or run as the owner (--mode and --group of the producer).")]
    [InlineData(FrameRingError.AccessDenied, "Only that user and root can remove it.", "ringctl", "Only that user and root can remove it.")]
    [InlineData(FrameRingError.AccessDenied, "Add the user to the group video.", "producer", "Add the user to the group video.")]
    [InlineData(FrameRingError.NotOffered, "Start its producer with leases, or with lossless delivery.", "consumer", "(--leases, or --delivery lossless).")]
    [InlineData(FrameRingError.NotOffered, "Start its producer with lossless delivery.", "consumer", "(--delivery lossless).")]
    [InlineData(FrameRingError.Corrupt, "Remove the ring and start the producer again.", "consumer", "(ringctl rm NAME).")]
    [InlineData(FrameRingError.IncompatibleVersion, "If its producer is gone, remove the ring.", "ringctl", "(ringctl rm NAME).")]
    [InlineData(FrameRingError.ForeignObject, "Choose another name, or have its owner remove it: ipcrm -M 0x1", "producer", "remove it: ipcrm -M 0x1")]
    public void The_option_that_helps_is_named(FrameRingError error, string remedy, string tool, string expected) =>
        Assert.EndsWith(expected, RemedyOptions.Describe(new FrameRingException(error, "Try", "it fails", remedy), tool));

    [Fact]
    public void An_owner_who_is_not_trusted_is_named_with_the_number() => Assert.EndsWith(
        "(--owner 65534).",
        RemedyOptions.Describe(new FrameRingException(FrameRingError.Untrusted, "Attach", "it is of somebody", "Trust that user.") { UserId = 65534 }, "consumer"));

    [Fact]
    public void Other_errors_stay_as_they_are() => Assert.Equal("As it is.", RemedyOptions.Describe(new IOException("As it is."), "producer"));
}
