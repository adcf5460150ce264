using System.CommandLine;
using System.CommandLine.Parsing;
using FrameRing.CommandLine;
using FrameRing.Producer.Sources.Cameras;
using FrameRing.Producer.Sources.Cameras.Listing;

namespace FrameRing.Producer.Options;

/// <summary>The options that show what cameras there are and what they offer, instead of publishing.</summary>
internal sealed class ListingOptions
{
    private readonly Option<bool> _devices = new("--list-devices") { Description = "Show the cameras there are, as v4l2-ctl does." };
    private readonly Option<bool> _formats = new("--list-formats") { Description = "Show a camera's formats." };
    private readonly Option<bool> _extended = new("--list-formats-ext") { Description = "Show a camera's formats with sizes and rates." };

    // ffmpeg's spelling; its value (all, raw, compressed) narrows what is shown.
    private readonly Option<string?> _ffmpeg = new Option<string?>("-list_formats") { Hidden = true }.AcceptOnly("all", "raw", "compressed");
    private readonly Option<bool> _controls = new("--list-ctrls", "-l") { Description = "Show a camera's controls." };
    private readonly Option<bool> _menus = new("--list-ctrls-menus", "-L") { Description = "Show a camera's controls with the choices of menus." };
    private readonly Option<string[]> _values = new("--get-ctrl", "-C") { Description = "Show what controls are set to.", HelpName = "NAME,..." };

    internal IEnumerable<Option> All => [_devices, _formats, _extended, _ffmpeg, _controls, _menus, _values];

    /// <summary>The first that was given; null if none was.</summary>
    internal string? FirstGiven(ParseResult result) => All.FirstOrDefault(option => result.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>Whether nothing is asked that needs a camera to be named.</summary>
    internal bool NeedsNoInput(CommandResult result) =>
        result.GetResult(_devices) is { Implicit: false } && All.Count(option => result.GetResult(option) is { Implicit: false }) == 1;

    internal CameraListingRequest Read(ParseResult result, CameraOptions? camera, bool isJson) => new()
    {
        Camera = camera,
        Devices = result.GetValue(_devices),
        Formats = result.GetValue(_formats),
        ExtendedFormats = result.GetValue(_extended) || result.GetValue(_ffmpeg) is not null,
        Kind = result.GetValue(_ffmpeg) switch { "raw" => FormatKind.Raw, "compressed" => FormatKind.Compressed, _ => FormatKind.All },
        Controls = result.GetValue(_controls),
        ControlsWithMenus = result.GetValue(_menus),
        Values = [.. (result.GetValue(_values) ?? []).SelectMany(static text => text.Split(',', StringSplitOptions.RemoveEmptyEntries))],
        IsJson = isJson,
    };
}
