using FrameRing.Text;
using FrameRing.V4L2;
using FrameRing.V4L2.Controls;

namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>The controls of a camera, laid out as <c>v4l2-ctl --list-ctrls</c> and <c>--list-ctrls-menus</c> do.</summary>
internal static class ControlListing
{
    /// <summary>Writes the controls and what they are set to.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="device">The camera.</param>
    /// <param name="withMenus">Whether the choices of menus are written, too.</param>
    internal static void WriteText(TextWriter output, VideoDevice device, bool withMenus)
    {
        foreach (ControlDescription control in device.Controls.List())
        {
            if (control.Type == ControlType.Class)
            {
                output.Write($"\n{PrintableText.Of(control.Name)}\n\n");
                continue;
            }

            ControlValue value = ControlValue.Read(device.Controls, control);
            if (value.Errno != 0)
            {
                output.Write(FormattableString.Invariant($"error {value.Errno} getting {(ControlClass.IsExtended(control) ? "ext_ctrl" : "ctrl")} {PrintableText.Of(control.Name)}\n"));
                continue;
            }

            output.Write(FormattableString.Invariant($"{control.Key,31} 0x{control.Id:x8} {TypeText(control)}{ValueText(control, value)}{FlagText(control.Flags)}\n"));
            foreach (ControlMenuItem item in withMenus ? value.Menu : [])
            {
                output.Write(FormattableString.Invariant($"\t\t\t\t{item.Index}: {(item.Name is { } name ? PrintableText.Of(name) : $"{item.Value} (0x{item.Value:x})")}\n"));
            }
        }
    }

    private static string TypeText(ControlDescription control)
    {
        string menu = FormattableString.Invariant($"min={control.Minimum} max={control.Maximum} default={control.Default}");
        string full = FormattableString.Invariant($"min={control.Minimum} max={control.Maximum} step={control.Step} default={control.Default}");
        return control.Type switch
        {
            ControlType.Integer => $"(int)    : {full}",
            ControlType.Integer64 => $"(int64)  : {full}",
            ControlType.Bytes => $"(u8)     : {full}",
            ControlType.Words => $"(u16)    : {full}",
            ControlType.DoubleWords => $"(u32)    : {full}",
            ControlType.String => FormattableString.Invariant($"(str)    : min={control.Minimum} max={control.Maximum} step={control.Step}"),
            ControlType.Boolean => FormattableString.Invariant($"(bool)   : default={control.Default}"),
            ControlType.Menu => $"(menu)   : {menu}",
            ControlType.IntegerMenu => $"(intmenu): {menu}",
            ControlType.Button => "(button) :",
            ControlType.Bitmask => FormattableString.Invariant($"(bitmask): max=0x{control.Maximum:x8} default=0x{control.Default:x8}"),
            ControlType.Area => "(area)   :",
            _ => FormattableString.Invariant($"(unknown): type={(uint)control.Type:x}"),
        };
    }

    private static string ValueText(ControlDescription control, ControlValue value) =>
        control.Dimensions.Count == 0 ? " value=" + value.Text : " dims=" + string.Concat(control.Dimensions.Select(static size => FormattableString.Invariant($"[{size}]")));

    private static string FlagText(ControlFlags flags) => flags == ControlFlags.None ? string.Empty : " flags=" + string.Join(", ", FlagNames.Of(flags));
}
