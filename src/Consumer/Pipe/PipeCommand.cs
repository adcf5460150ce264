using System.CommandLine;
using FrameRing.CommandLine;
using FrameRing.Consumer.Options;
using FrameRing.Consumer.Reading;
using FrameRing.Reading;

namespace FrameRing.Consumer.Pipe;

/// <summary><c>consumer pipe</c>: frames for programs that read a pipe.</summary>
internal static class PipeCommand
{
    internal static Command Create(HelpExamples examples)
    {
        Command command = new("pipe", """
            Writes the frames' visible pictures to a pipe or file, as they lie: neither mirrored nor turned.
            A pipe cannot take back what it was given, so each frame is copied once, checked, and then written: a torn one never is.
            """);
        ReadingOptions reading = new(command, StartPosition.Newest);
        Option<string> format = new("--format") { Description = "y4m: with a header that tells size and rate; rawvideo: nothing but pixels.", DefaultValueFactory = _ => "y4m" };
        format.AcceptOnly("y4m", "rawvideo");
        Option<string> output = new("--output", "-o") { Description = "File to write; - is standard output. A new one takes the place and the permissions of your old one.", HelpName = "FILE", DefaultValueFactory = _ => "-" };
        command.Options.Add(format);
        Option<bool> sizeChange = new("--allow-size-change") { Description = "Go on when the picture's size or format changes; only for rawvideo, whose reader must know it otherwise." };
        command.Options.Add(output);
        command.Options.Add(sizeChange);
        command.Validators.Add(result =>
        {
            if (result.GetResult(sizeChange) is { Implicit: false } && result.GetResult(format) is not { Tokens: [{ Value: "rawvideo" }] })
            {
                result.AddError("--allow-size-change needs --format rawvideo: the header of a y4m stream holds for all of it.");
            }
        });
        examples.Add(command, "consumer pipe cam | ffplay -\nconsumer pipe cam -n 250 -o cam.y4m\nconsumer pipe cam --format rawvideo | ffmpeg -f rawvideo -pix_fmt nv12 -video_size 1280x720 -framerate 30 -i - cam.mp4");
        command.SetAction(result =>
        {
            // First: a pipe waits for its reader, and the user for what is wrong with the command line.
            ReadingRequest request = reading.Parse(result);
            using OutputFile file = OutputFile.Create(result.GetRequiredValue(output));
            if (file.IsStopped)
            {
                return ExitCodes.Ok;
            }

            if (file.IsTerminal)
            {
                throw new ToolException("Pixels on a terminal are of no use. Send them to a program, as in 'consumer pipe RING | ffplay -', or to a file with -o.", ExitCodes.Usage);
            }

            return new RingSession(request, isOutputTerminal: false)
                .Run(new PipeWriter(file, result.GetValue(format) == "y4m", result.GetValue(sizeChange)));
        });
        return command;
    }
}
