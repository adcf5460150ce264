using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using FrameRing.Text;
using FrameRing.V4L2.Controls;

namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>What a control is set to, in v4l2-ctl's words.</summary>
/// <param name="Plain">The number or the text as it is; null if it has none.</param>
/// <param name="Bytes">Those of a structure or an array.</param>
/// <param name="Menu">The choices of a menu.</param>
/// <param name="Errno">Why it could not be read; 0 if it could.</param>
/// <param name="Text">The value with the name of the choice, the quotes of a text and so on.</param>
internal sealed record ControlValue(string? Plain, byte[] Bytes, IReadOnlyList<ControlMenuItem> Menu, int Errno, string Text)
{
    /// <summary>Reads a value. What can only be written is 0.</summary>
    internal static ControlValue Read(DeviceControls controls, ControlDescription control)
    {
        try
        {
            string? plain = controls.Get(control);
            byte[] bytes = controls.GetBytes(control);
            IReadOnlyList<ControlMenuItem> menu = controls.GetMenu(control);
            return new ControlValue(plain, bytes, menu, 0, Describe(control, plain, bytes, menu));
        }
        catch (FrameRingException error) when (error.Errno != 0 && error.Error != FrameRingError.DeviceGone)
        {
            return new ControlValue(null, [], [], error.Errno, "0");
        }
    }

    private static string Describe(ControlDescription control, string? plain, byte[] bytes, IReadOnlyList<ControlMenuItem> menu) => control.Type switch
    {
        ControlType.String => $"'{Escape(plain ?? string.Empty)}'",
        ControlType.Bytes or ControlType.Words or ControlType.DoubleWords => ElementAt(control, bytes, 0),
        ControlType.Area => Describe(MemoryMarshal.Cast<byte, int>(bytes)),
        >= ControlType.FirstCompound => "unsupported payload type",
        ControlType.Menu or ControlType.IntegerMenu => Describe(plain ?? "0", menu),
        _ => plain ?? "0",
    };

    /// <summary>An element of an array, without padding; empty for types that v4l2-ctl does not show.</summary>
    internal static string ElementAt(ControlDescription control, byte[] bytes, int index)
    {
        uint? element = control.Type switch
        {
            ControlType.Bytes => index < bytes.Length ? bytes[index] : null,
            ControlType.Words => index < bytes.Length / 2 ? MemoryMarshal.Cast<byte, ushort>(bytes)[index] : null,
            ControlType.DoubleWords => index < bytes.Length / 4 ? MemoryMarshal.Cast<byte, uint>(bytes)[index] : null,
            _ => null,
        };
        return element?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
    }

    private static string Describe(ReadOnlySpan<int> area) =>
        area.Length < 2 ? "0x0" : string.Create(CultureInfo.InvariantCulture, $"{area[0]}x{area[1]}");

    private static string Describe(string number, IReadOnlyList<ControlMenuItem> menu)
    {
        ControlMenuItem? item = menu.FirstOrDefault(item => item.Index.ToString(CultureInfo.InvariantCulture) == number);
        return item is null ? number : string.Create(CultureInfo.InvariantCulture, $"{number} ({(item.Name is { } name ? PrintableText.Of(name) : $"{item.Value} 0x{item.Value:x}")})");
    }

    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            _ = c switch
            {
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\f' => escaped.Append("\\f"),
                '\\' => escaped.Append("\\\\"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => escaped.Append(c),
            };
        }

        return PrintableText.Line(escaped.ToString());
    }
}
