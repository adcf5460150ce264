using System.CommandLine;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine;
using FrameRing.CommandLine.Help;
using FrameRing.Consumer.Options;
using FrameRing.Consumer.Reading;
using FrameRing.Reading;

namespace FrameRing.Consumer.FrameMd5;

/// <summary><c>consumer framemd5</c>: one hash per frame, to compare with what ffmpeg computes.</summary>
internal static class FrameMd5Command
{
    internal static Command Create(HelpExamples examples)
    {
        Command command = new("framemd5", """
            Prints one MD5 per frame of the visible picture as it lies, in the format of 'ffmpeg -noautorotate -f framemd5'.
            Every frame has a line: ffmpeg leaves out those that come much too early, unless it is told -vsync passthrough.
            """);
        ReadingOptions reading = new(command, StartPosition.Oldest);
        Option<string> output = new("--output", "-o") { Description = "File to write; - is standard output. A new one takes the place and the permissions of your old one.", HelpName = "FILE", DefaultValueFactory = _ => "-" };
        Option<string> software = new("--software") { Description = "What the #software line says; give ffmpeg's, like Lavf59.27.100, to compare without diff -I.", HelpName = "TEXT", DefaultValueFactory = _ => "FrameRing" };
        Option<string> sync = new("--vsync") { Description = "vfr: times that always grow, ffmpeg's default; passthrough: the nearest tick, as ffmpeg -vsync passthrough.", DefaultValueFactory = _ => "vfr" };
        sync.AcceptOnly("vfr", "passthrough");
        command.Options.Add(output);
        command.Options.Add(software);
        command.Options.Add(sync);
        examples.Add(command, "consumer framemd5 cam -n 100 -o cam.md5\ndiff -I '^#software' <(ffmpeg -i CLIP -an -f framemd5 -) <(consumer framemd5 cam)");
        command.SetAction(result =>
        {
            // First: a pipe waits for its reader, and the user for what is wrong with the command line.
            ReadingRequest request = reading.Parse(result);
            using OutputFile file = OutputFile.Create(result.GetRequiredValue(output));
            if (file.IsStopped)
            {
                return ExitCodes.Ok;
            }

            using FrameMd5Writer writer = new(file, result.GetRequiredValue(software), result.GetValue(sync) == "vfr");
            return new RingSession(request, file.IsTerminal).Run(writer);
        });
        return command;
    }
}
