using System.CommandLine;
using FrameRing.Consumer.Options;
using FrameRing.Consumer.Reading;
using FrameRing.Reading;

namespace FrameRing.Consumer.FrameMd5;

/// <summary><c>consumer framemd5</c>: one hash per frame, to compare with what ffmpeg computes.</summary>
internal static class FrameMd5Command
{
    internal static Command Create()
    {
        Command command = new("framemd5", """
            Prints one MD5 per frame of the visible picture, in the format of 'ffmpeg -f framemd5'.
            Compare with: diff -I '^#software' <(ffmpeg -i CLIP -an -f framemd5 -) <(consumer framemd5 RING)
            """);
        ReadingOptions reading = new(command, StartPosition.Oldest);
        Option<string> output = new("--output", "-o") { Description = "File to write; - is standard output.", HelpName = "FILE", DefaultValueFactory = _ => "-" };
        command.Options.Add(output);
        command.SetAction(result =>
        {
            using OutputFile file = OutputFile.Create(result.GetRequiredValue(output));
            using FrameMd5Writer writer = new(file);
            return new RingSession(reading.Parse(result)).Run(writer);
        });
        return command;
    }
}
