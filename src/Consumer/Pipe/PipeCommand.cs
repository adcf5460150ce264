using System.CommandLine;
using FrameRing.Consumer.Options;
using FrameRing.Consumer.Reading;
using FrameRing.Reading;

namespace FrameRing.Consumer.Pipe;

/// <summary><c>consumer pipe</c>: frames for programs that read a pipe.</summary>
internal static class PipeCommand
{
    internal static Command Create()
    {
        Command command = new("pipe", """
            Writes the frames' visible pictures to a pipe or file.
            A pipe cannot take back what it was given, so each frame is copied once, checked, and then written: a torn one never is.
            """);
        ReadingOptions reading = new(command, StartPosition.Newest);
        Option<string> format = new("--format") { Description = "y4m: with a header that tells size and rate; rawvideo: nothing but pixels.", DefaultValueFactory = _ => "y4m" };
        format.AcceptOnlyFromAmong("y4m", "rawvideo");
        Option<string> output = new("--output", "-o") { Description = "File to write; - is standard output.", HelpName = "FILE", DefaultValueFactory = _ => "-" };
        command.Options.Add(format);
        command.Options.Add(output);
        command.SetAction(result =>
        {
            using OutputFile file = OutputFile.Create(result.GetRequiredValue(output));
            return new RingSession(reading.Parse(result)).Run(new PipeWriter(file, result.GetValue(format) == "y4m"));
        });
        return command;
    }
}
