using FrameRing.CommandLine;
using FrameRing.CommandLine.Streams;

namespace FrameRing.Producer.Tests.CommandLine;

/// <summary>A command line as the kernel tells it.</summary>
public class CommandLineBytesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\0", "")]
    [InlineData("a\0", "a")]
    [InlineData("a\0\0b c\0", "a", "", "b c")]
    [InlineData("a", "a")]
    [InlineData("a\0b", "a", "b")]
    public void Every_argument_is_found(string bytes, params string[] expected)
    {
        byte[] whole = [.. bytes.Select(static c => (byte)c)];
        Assert.Equal(expected, StandardStreams.ArgumentsOf(whole).Select(static argument => string.Concat(argument.Select(static b => (char)b))));
    }

    [Fact]
    public void Arguments_that_are_no_text_come_back_as_bytes()
    {
        List<byte[]> whole = ["tool"u8.ToArray(), "a"u8.ToArray(), [(byte)'b', 0xe9], "\ufffd"u8.ToArray()];
        Assert.Equal(["a", "b\udce9", "\ufffd"], RawArguments.Complete(["a", "b\ufffd", "\ufffd"], whole));
        Assert.Equal(["b\ufffd", "c", "d", "e", "f"], RawArguments.Complete(["b\ufffd", "c", "d", "e", "f"], whole));
    }
}
