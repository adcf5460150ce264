using System.CommandLine;
using FrameRing.CommandLine.Help;
using FrameRing.Consumer.FrameMd5;
using FrameRing.Consumer.Pipe;
using FrameRing.Consumer.Thumbnails;

namespace FrameRing.Consumer;

/// <summary>The command line of <c>consumer</c>.</summary>
internal static class ConsumerCommand
{
    internal static RootCommand Create()
    {
        RootCommand root = new("""
            Reads frames of a ring where they lie, without disturbing the producer or other consumers.
            """);
        HelpExamples examples = new();
        root.Subcommands.Add(ThumbnailsCommand.Create(examples));
        root.Subcommands.Add(FrameMd5Command.Create(examples));
        root.Subcommands.Add(PipeCommand.Create(examples));
        examples.Add(root, "consumer thumbnails video -o pictures --sheet 5x4\nconsumer framemd5 video\nconsumer framemd5 video --start oldest -n 100 -o hashes.txt\nconsumer pipe video --format y4m | ffplay -");
        examples.Install(root);
        return root;
    }
}
