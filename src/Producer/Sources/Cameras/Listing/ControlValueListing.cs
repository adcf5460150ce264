using System.Globalization;
using FrameRing.CommandLine.Errors;
using FrameRing.V4L2;
using FrameRing.V4L2.Controls;

namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>What some controls are set to, laid out as <c>v4l2-ctl --get-ctrl</c> does.</summary>
internal static class ControlValueListing
{
    /// <summary>Writes a line <c>name: value</c> for each control, class by class; arrays take a line for each row.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="device">The camera.</param>
    /// <param name="names">Names as <c>--list-ctrls</c> shows them, or numbers.</param>
    /// <exception cref="ToolException">There is no such control.</exception>
    internal static void WriteText(TextWriter output, VideoDevice device, IReadOnlyList<string> names)
    {
        IReadOnlyList<ControlDescription> controls = Find(device, names);
        bool isExtended = controls.Any(ControlClass.NeedsExtended);
        foreach (ControlDescription control in controls)
        {
            ControlValue value = Read(device, control);
            if (control.Dimensions.Count > 0)
            {
                WriteRows(output, control, value.Bytes);
            }
            else
            {
                // The old call gives a number only.
                bool isPlain = !isExtended && ControlClass.IsUser(control);
                output.Write($"{control.Key}: {(isPlain ? value.Plain ?? "0" : value.Text)}\n");
            }
        }
    }

    /// <summary>The controls of some names, in the order in which they are written.</summary>
    internal static IReadOnlyList<ControlDescription> Find(VideoDevice device, IReadOnlyList<string> names)
    {
        ControlDescription[] all = [.. device.Controls.List().Where(static control => control.Type != ControlType.Class)];
        return [.. names.Select(name => Find(device, all, name)).OrderBy(ControlClass.Of)];
    }

    /// <summary>A value that must be there.</summary>
    internal static ControlValue Read(VideoDevice device, ControlDescription control)
    {
        ControlValue value = ControlValue.Read(device.Controls, control);
        return value.Errno == 0
            ? value
            : throw new ToolException(string.Create(CultureInfo.InvariantCulture, $"The control '{control.Key}' of '{device.Path}' cannot be read now (error {value.Errno})."));
    }

    private static ControlDescription Find(VideoDevice device, ControlDescription[] all, string name) =>
        all.LastOrDefault(control => control.Key == name)
        ?? (TryParse(name, out uint id) ? all.FirstOrDefault(control => control.Id == id) : null)
        ?? throw new ToolException($"The camera '{device.Path}' has no control '{name}'. 'producer {device.Path} --list-ctrls' shows those there are.");

    private static bool TryParse(string text, out uint id) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id)
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    private static void WriteRows(TextWriter output, ControlDescription control, byte[] bytes)
    {
        int width = control.Type switch { ControlType.Bytes => 4, ControlType.Words => 6, _ => 10 };
        int columns = control.Dimensions[^1];
        for (int first = 0; first < control.ElementCount; first += columns)
        {
            string row = string.Join(", ", Enumerable.Range(first, Math.Min(columns, control.ElementCount - first)).Select(index => ControlValue.ElementAt(control, bytes, index).PadLeft(width)));
            bool isShown = control.Type is ControlType.Bytes or ControlType.Words or ControlType.DoubleWords;
            output.Write($"{control.Key}{PlaceOf(control.Dimensions, first)}: {(isShown ? row + "\n" : string.Empty)}");
        }
    }

    // The place of a row: its index in each dimension but the last.
    private static string PlaceOf(IReadOnlyList<int> dimensions, int element)
    {
        string place = string.Empty;
        int rest = element / dimensions[^1];
        for (int dimension = dimensions.Count - 2; dimension >= 0; dimension--)
        {
            place = string.Create(CultureInfo.InvariantCulture, $"[{rest % dimensions[dimension]}]{place}");
            rest /= dimensions[dimension];
        }

        return place;
    }
}
