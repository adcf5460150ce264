using System.CommandLine;
using FrameRing.CommandLine;
using FrameRing.Consumer.FrameMd5;
using FrameRing.Consumer.Pipe;

RootCommand root = new("""
    Reads frames of a ring where they lie, without disturbing the producer or other consumers.

    Examples:
      consumer framemd5 video                 one MD5 per frame, in the format of 'ffmpeg -f framemd5'
      consumer framemd5 video --start oldest -n 100 -o hashes.txt
      consumer pipe video --format y4m | ffplay -
    """);
root.Subcommands.Add(FrameMd5Command.Create());
root.Subcommands.Add(PipeCommand.Create());
return ToolRunner.Run(root, args, "consumer");
