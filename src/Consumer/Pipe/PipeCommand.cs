using System.CommandLine;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine.Help;
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
            y4m has a rate and no time stamps: frames are repeated and dropped so that the video lasts as long as it should (--vsync).
            """);
        ReadingOptions reading = new(command, StartPosition.Newest);
        PipeOptions pipe = new(command);
        examples.Add(command, """
            consumer pipe cam | ffplay -
            consumer pipe cam -n 250 -o cam.y4m
            consumer pipe cam --rate 5 -o slow.y4m
            consumer pipe cam --format rawvideo | ffmpeg -f rawvideo -pix_fmt nv12 -video_size 1280x720 -framerate 30 -i - cam.mp4
            """);
        command.SetAction(result =>
        {
            // First: a pipe waits for its reader, and the user for what is wrong with the command line.
            ReadingRequest request = reading.Parse(result);
            PipeRequest wanted = pipe.Parse(result, request.Frames);
            using OutputFile file = OutputFile.Create(pipe.OutputOf(result));
            if (file.IsStopped)
            {
                return ExitCodes.Ok;
            }

            if (file.IsTerminal)
            {
                throw new ToolException("Pixels on a terminal are of no use. Send them to a program, as in 'consumer pipe RING | ffplay -', or to a file with -o.", ExitCodes.Usage);
            }

            // Frames that are written need not be frames that are read: the writer counts them then.
            return new RingSession(wanted.IsConstantRate ? request with { Frames = null } : request, isOutputTerminal: false).Run(new PipeWriter(file, wanted));
        });
        return command;
    }
}
