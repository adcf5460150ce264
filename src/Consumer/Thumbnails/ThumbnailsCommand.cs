using System.CommandLine;
using FrameRing.CommandLine.Help;
using FrameRing.Consumer.Options;
using FrameRing.Consumer.Reading;
using FrameRing.Reading;

namespace FrameRing.Consumer.Thumbnails;

/// <summary><c>consumer thumbnails</c>: pictures, contact sheets and sprites of a running ring.</summary>
internal static class ThumbnailsCommand
{
    internal static Command Create(HelpExamples examples)
    {
        Command command = new("thumbnails", """
            Makes pictures of frames: one a second, every Nth, at scene changes or of key frames; contact sheets; sprites for web players.
            Pictures are cropped, mirrored and turned upright, in display aspect and in the colours the frames say. A frame that the producer overwrites
            meanwhile is never written: the picture is taken again from a newer one.
            """);
        ReadingOptions reading = new(command, StartPosition.Newest);
        SelectionOptions selection = new(command);
        PictureOptions pictures = new(command);
        examples.Add(command, """
            consumer thumbnails cam -o pictures                        one a second, 320 pixels wide
            consumer thumbnails cam -o pictures --scene --size '640>'   where a new scene begins
            consumer thumbnails cam -o www --latest --keep 0           www/latest.jpg for a web page
            consumer thumbnails cam -o pictures --sheet 5x4            contact sheets with time stamps
            consumer thumbnails cam -o www --interval 10 --sprites 10x10 --format webp
            """);
        command.SetAction(result =>
        {
            ReadingRequest request = reading.Parse(result);
            using ThumbnailMaker maker = new(pictures.Parse(result, request.Ring, selection.Create(result), request.IsQuiet || request.IsJson));
            return new RingSession(request, isOutputTerminal: false).Run(maker);
        });
        return command;
    }
}
