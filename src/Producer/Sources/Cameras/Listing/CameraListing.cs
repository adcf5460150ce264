using System.Text.Json;
using FrameRing.CommandLine;
using FrameRing.V4L2;

namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>Shows what was asked for, on standard output: one text after the other, or one line of JSON each.</summary>
internal static class CameraListing
{
    internal static int Run(CameraListingRequest request)
    {
        using StreamWriter output = new(Console.OpenStandardOutput());
        if (request.Devices)
        {
            ShowDevices(request, output);
        }

        if (request.Camera is { } options)
        {
            using VideoDevice device = VideoDevice.Open(options.Path);
            CameraNegotiation.Prepare(device, options);
            Show(request, device, output);
        }

        return ExitCodes.Ok;
    }

    private static void ShowDevices(CameraListingRequest request, StreamWriter output)
    {
        IReadOnlyList<VideoDevice> devices = VideoDevice.OpenAll();
        try
        {
            if (request.IsJson)
            {
                Json(output, json => DeviceListing.WriteJson(json, devices));
            }
            else if (devices.Count == 0)
            {
                output.WriteLine("No cameras. If there should be one: is it plugged in, and may this user open /dev/video*?");
            }
            else
            {
                DeviceListing.WriteText(output, devices);
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

    private static void Show(CameraListingRequest request, VideoDevice device, StreamWriter output)
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
                Json(output, json);
            }
            else
            {
                text(output);
            }
        }
    }

    private static void Json(StreamWriter output, Action<Utf8JsonWriter> content)
    {
        output.Flush();
        using (Utf8JsonWriter json = new(output.BaseStream))
        {
            content(json);
        }

        output.WriteLine();
    }
}
