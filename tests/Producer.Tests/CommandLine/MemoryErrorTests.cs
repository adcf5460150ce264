using System.CommandLine;
using FrameRing.CommandLine;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine.Streams;

namespace FrameRing.Producer.Tests.CommandLine;

public class MemoryErrorTests
{
    [Fact]
    public void Lack_of_memory_is_a_sentence_and_no_fault_of_the_program()
    {
        RootCommand root = new("x");
        root.SetAction(static int (_) => throw new OutOfMemoryException());
        using StringWriter written = new();
        StandardError.Instead = written;
        try
        {
            Assert.Equal(ExitCodes.Failure, ToolRunner.Run(root, [], "producer"));
        }
        finally
        {
            StandardError.Instead = null;
        }

        Assert.StartsWith("producer: error: There is not enough memory for frames", written.ToString());
        Assert.DoesNotContain("fault of the program", written.ToString());
    }
}
