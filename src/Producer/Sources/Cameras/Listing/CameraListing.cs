using System.Text.Json;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine.Streams;
using FrameRing.V4L2;

namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>Shows what was asked for, on standard output: one text after the other, or one line of JSON each.</summary>
internal static class CameraListing
{
    internal static int Run(CameraListingRequest request)
    {
        if (request.Devices)
        {
            ShowDevices(request);
        }

        if (request.Camera is { } options)
        {
            using VideoDevice device = CameraDevice.Open(options.Path, VideoDevice.Open);
            CameraNegotiation.Prepare(device, options);
            Show(request, device);
        }

        return ExitCodes.Ok;
    }

    private static void ShowDevices(CameraListingRequest request)
    {
        IReadOnlyList<VideoDevice> devices = VideoDevice.OpenAll();
        try
        {
            if (request.IsJson)
            {
                StandardOutput.PrintJson(json => DeviceListing.WriteJson(json, devices));
            }
            else if (devices.Count == 0)
            {
                StandardOutput.Print(output => output.WriteLine("No cameras. If there should be one: is it plugged in, and may this user open /dev/video*?"));
            }
            else
            {
                StandardOutput.Print(output => DeviceListing.WriteText(output, devices));
            }
        }
        finally
        {
            foreach (VideoDevice device in devices)
            {
                device.Dispose();
            }
        }
    }

    private static void Show(CameraListingRequest request, VideoDevice device)
    {
        if (request.Formats || request.ExtendedFormats)
        {
            Write(json => FormatListing.WriteJson(json, device, request.Kind), text => FormatListing.WriteText(text, device, request.ExtendedFormats, request.Kind));
        }

        if (request.Controls || request.ControlsWithMenus)
        {
            Write(json => ControlJson.Write(json, device), text => ControlListing.WriteText(text, device, request.ControlsWithMenus));
        }

        if (request.Values.Count > 0)
        {
            Write(json => ControlJson.WriteValues(json, device, request.Values), text => ControlValueListing.WriteText(text, device, request.Values));
        }

        void Write(Action<Utf8JsonWriter> json, Action<TextWriter> text)
        {
            if (request.IsJson)
            {
                StandardOutput.PrintJson(json);
            }
            else
            {
                StandardOutput.Print(text);
            }
        }
    }
}
