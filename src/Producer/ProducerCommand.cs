using System.CommandLine;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine;
using FrameRing.CommandLine.Help;
using FrameRing.Producer.Options;
using FrameRing.Producer.Sources.Cameras;
using FrameRing.Producer.Sources.Cameras.Listing;
using FrameRing.Producer.Sources.Pattern;

namespace FrameRing.Producer;

/// <summary>The command line of <c>producer</c>: its help and its options.</summary>
internal static class ProducerCommand
{
    internal static RootCommand Create()
    {
        InputOptions input = new();
        FileOptionSet file = new();
        CameraOptionSet camera = new();
        RateOptions rate = new();
        ShapeOptions shape = new();
        ListingOptions listing = new();
        RingOptions ring = new();
        Option<long?> frames = new Option<long?>("--frames", "-n", "-frames:v") { Description = "Stop after that many frames. Default: at the end.", HelpName = "N" }.RefuseBelow(0);
        Option<TimeSpan?> duration = OptionMaker.Duration("--duration", "Stop after that much video: 10, 1:30, 500ms. Default: at the end.", "-t");
        Option<bool> quiet = new("--quiet", "-q") { Description = "Only errors." };
        Option<bool> stats = new("--stats", "-stats") { Description = "A line every second that tells how it goes, also into a log." };
        Option<bool> json = new("--json") { Description = "The summary as JSON on standard output." };

        RootCommand root = new("Publishes video frames into a ring that any number of consumers read without a copy.");
        input.AddTo(root, listing.NeedsNoInput);
        HelpGroups groups = new();
        groups.Add(root, "Input", input.All.Concat(file.Input).Concat(rate.All).Concat(shape.All).Concat([frames, duration]));
        groups.Add(root, "Decoder", file.Decoding);
        groups.Add(root, "Camera", camera.All.Concat(listing.All));
        groups.Add(root, "Ring", ring.Ring);
        groups.Add(root, "Readers", ring.Readers);
        groups.Add(root, "Output", [quiet, stats, json]);

        HelpExamples examples = new();
        examples.Add(root, $"""
            a file, a camera on the network, a pipe
              producer movie.mp4
              producer movie.mkv --stream v:1 --seek 1:30 -t 10 --loop -1
              producer -framerate 10 -i img%03d.png
              producer -f rawvideo -pixel_format nv12 -video_size 1280x720 -i frames.yuv
              producer -rtsp_transport tcp -i rtsp://camera/stream --ring cam
              cat movie.ts | producer -
            a camera
              producer --list-devices
              producer /dev/video0 --list-formats-ext
              producer /dev/video0
              producer 0 --input-format mjpeg --video-size 1920x1080 --framerate 30
              producer -f v4l2 -framerate 25 -video_size 640x480 -i /dev/video0
              producer /dev/v4l/by-id/usb-...-index0 -c exposure_auto=1,gain=20
            a test picture, which needs no FFmpeg
              producer pattern:1920x1080@60
              producer pattern:1280x720@30:NV12 --ring cam
              producer pattern:3840x2160@60 --pace max -n 1000 --huge require-2M
            a recorder that must not lose a frame: the producer waits for it
              producer movie.mp4 --pace max --delivery lossless --wait-readers 1
            FFmpeg's own options
              producer -f lavfi -i testsrc2=size=640x360:rate=30
              producer movie.ts --format-option probesize=1000000 -v warning

            Accepted from ffmpeg's command line, nothing to do: {InputOptions.NothingToDo}
            """);
        examples.Install(root, groups);
        root.SetAction(result =>
        {
            string? name = CheckInput(result, input, file, rate, shape, camera, listing);
            CameraOptions? device = name is not null && CameraPath.TryParse(name, file.ReadFormat(result), out string path) ? camera.Read(result, path, shape, rate.ReadForCamera(result), file.ReadDecoder(result), file.ReadLogLevel(result)) : null;
            return listing.FirstGiven(result) is not null
                ? CameraListing.Run(listing.Read(result, device, result.GetValue(json)))
                : ProducerSession.Run(ring.Apply(result, new ProducerOptions
                {
                    File = file.Read(result, name!, rate, shape),
                    Camera = device,
                    IsPaced = input.ReadIsPaced(result),
                    Frames = result.GetValue(frames),
                    Duration = result.GetValue(duration),
                    IsQuiet = result.GetValue(quiet),
                    IsStats = result.GetValue(stats),
                    IsJson = result.GetValue(json),
                }));
        });
        return root;
    }

    private static string? CheckInput(ParseResult result, InputOptions input, FileOptionSet file, RateOptions rate, ShapeOptions shape, CameraOptionSet camera, ListingOptions listing)
    {
        if (input.ReadInput(result) is not { } name)
        {
            return null;
        }

        bool isCamera = CameraPath.TryParse(name, file.ReadFormat(result), out _);
        if (name.StartsWith(PatternSpecification.Prefix, StringComparison.Ordinal) && rate.FirstGiven(result) is { } paced)
        {
            throw new ToolException($"{paced} means nothing for a pattern, which has its rate in its name, like pattern:1920x1080@60. Leave it out.", ExitCodes.Usage);
        }

        if (name.StartsWith(PatternSpecification.Prefix, StringComparison.Ordinal) && shape.FirstGiven(result) is { } shaped)
        {
            throw new ToolException($"{shaped} means nothing for a pattern, which has size and format in its name, like pattern:1920x1080@60:NV12. Leave it out.", ExitCodes.Usage);
        }

        if (name.StartsWith(PatternSpecification.Prefix, StringComparison.Ordinal) && file.FirstGiven(result) is { } option)
        {
            throw new ToolException($"{option} means nothing for a pattern, which has no stream, no decoder and no end. Leave it out.", ExitCodes.Usage);
        }

        if (isCamera && (file.FirstGivenForCamera(result) ?? input.FirstGivenPace(result)) is { } ofFile)
        {
            throw new ToolException($"{ofFile} means nothing for a camera. Leave it out.", ExitCodes.Usage);
        }

        if (!isCamera && (camera.FirstGiven(result) ?? listing.FirstGiven(result)) is { } ofCamera)
        {
            throw new ToolException($"{ofCamera} is about cameras, and '{name}' is none. Leave it out, or name a device like /dev/video0.", ExitCodes.Usage);
        }

        if (listing.FirstGiven(result) is { } show && (camera.FirstGivenForStream(result) ?? rate.FirstGiven(result) ?? shape.FirstGiven(result)) is { } ofStream)
        {
            throw new ToolException($"{show} shows something and starts no stream, so {ofStream} means nothing. Leave one out.", ExitCodes.Usage);
        }

        return file.LacksDevice(result)
            ? throw new ToolException("--hwaccel-device says which device, but --hwaccel does not say of what kind. Add it, like --hwaccel vaapi.", ExitCodes.Usage)
            : name;
    }
}
