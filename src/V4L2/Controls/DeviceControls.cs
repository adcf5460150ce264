using System.Globalization;
using System.Text;
using FrameRing.V4L2.Files;
using FrameRing.V4L2.Interop;
using Tmds.Linux;

namespace FrameRing.V4L2.Controls;

/// <summary>The controls of a device: what there is, what it is set to. Sources: VIDIOC_QUERYCTRL, VIDIOC_G_EXT_CTRLS.</summary>
public sealed unsafe class DeviceControls
{
    private readonly DeviceNode _node;

    internal DeviceControls(DeviceNode node) => _node = node;

    /// <summary>Lists the controls and the classes they are in, in the driver's order. Disabled ones are left out.</summary>
    /// <returns>The controls; empty if there are none.</returns>
    public IReadOnlyList<ControlDescription> List()
    {
        List<ControlDescription> controls = [];
        uint next = Videodev2.V4L2_CTRL_FLAG_NEXT_CTRL | Videodev2.V4L2_CTRL_FLAG_NEXT_COMPOUND;
        uint last = 0;
        while (true)
        {
            Videodev2.v4l2_query_ext_ctrl found = new() { id = last | next };
            int errno = _node.Call(Videodev2.VIDIOC_QUERY_EXT_CTRL, &found);

            // The end is EINVAL; a driver that gives an id again would be asked for ever.
            if (errno != 0 || (last != 0 && found.id <= last))
            {
                _node.ThrowOn("List the controls (VIDIOC_QUERY_EXT_CTRL)", DeviceError.IsGone(errno) ? errno : 0);
                return controls;
            }

            last = found.id;
            ControlDescription control = Read(found);
            if (!control.Flags.HasFlag(ControlFlags.Disabled))
            {
                controls.Add(control);
            }
        }
    }

    /// <summary>The choices of a menu.</summary>
    /// <param name="control">A control of type Menu or IntegerMenu.</param>
    /// <returns>The choices that the device has, by index; empty for other types.</returns>
    public IReadOnlyList<ControlMenuItem> GetMenu(ControlDescription control)
    {
        ArgumentNullException.ThrowIfNull(control);
        List<ControlMenuItem> items = [];
        bool isMenu = control.Type is ControlType.Menu or ControlType.IntegerMenu;
        for (long index = control.Minimum; isMenu && index <= control.Maximum; index++)
        {
            // A gap in the menu is EINVAL.
            Videodev2.v4l2_querymenu item = new() { id = control.Id, index = (uint)index };
            if (_node.Call(Videodev2.VIDIOC_QUERYMENU, &item) == 0)
            {
                bool isNamed = control.Type == ControlType.Menu;
                items.Add(new ControlMenuItem((int)index, isNamed ? KernelText.Read(item.name, 32) : null, isNamed ? 0 : item.value));
            }
        }

        return items;
    }

    /// <summary>Reads a value.</summary>
    /// <param name="control">The control.</param>
    /// <returns>The number or the text, as one would type it; null if it has no value that can be read.</returns>
    public string? Get(ControlDescription control)
    {
        ArgumentNullException.ThrowIfNull(control);
        if (!control.IsReadable)
        {
            return null;
        }

        byte[] text = new byte[control.Type == ControlType.String ? Math.Max(1, control.ElementSize) : 1];
        fixed (byte* buffer = text)
        {
            Videodev2.v4l2_ext_control value = new() { id = control.Id };
            if (control.Type == ControlType.String)
            {
                value.size = (uint)text.Length;
                value.@string = buffer;
            }

            int errno = Call(Videodev2.VIDIOC_G_EXT_CTRLS, &value);
            _node.ThrowOn($"Read the control '{control.Key}' (VIDIOC_G_EXT_CTRLS)", errno);
            return control.Type switch
            {
                ControlType.String => KernelText.Read(buffer, text.Length),
                ControlType.Integer64 => value.value64.ToString(CultureInfo.InvariantCulture),
                _ => value.value.ToString(CultureInfo.InvariantCulture),
            };
        }
    }

    /// <summary>Reads the bytes of a structure or an array, as the kernel has them.</summary>
    /// <param name="control">A compound control.</param>
    /// <returns>The bytes; empty for others, and for those that can only be written.</returns>
    public byte[] GetBytes(ControlDescription control)
    {
        ArgumentNullException.ThrowIfNull(control);
        if (!control.IsCompound || (control.Flags & ControlFlags.WriteOnly) != 0)
        {
            return [];
        }

        byte[] bytes = new byte[control.ElementSize * control.ElementCount];
        fixed (byte* buffer = bytes)
        {
            Videodev2.v4l2_ext_control value = new() { id = control.Id, size = (uint)bytes.Length, @string = buffer };
            _node.ThrowOn($"Read the control '{control.Key}' (VIDIOC_G_EXT_CTRLS)", Call(Videodev2.VIDIOC_G_EXT_CTRLS, &value));
        }

        return bytes;
    }

    /// <summary>Sets a value.</summary>
    /// <param name="control">The control.</param>
    /// <param name="text">The number, also as 0x..., or the text; a menu's choice also by its name; whatever for a button.</param>
    /// <exception cref="FrameRingException">The text is no value of the control, or the device refuses.</exception>
    public void Set(ControlDescription control, string text)
    {
        ArgumentNullException.ThrowIfNull(control);
        ArgumentNullException.ThrowIfNull(text);
        string operation = $"Set the control '{control.Key}' to '{text}'";
        if (control.IsCompound || control.Type == ControlType.Class || (control.Flags & ControlFlags.ReadOnly) != 0)
        {
            throw new FrameRingException(
                FrameRingError.NotSupported, operation, (control.Flags & ControlFlags.ReadOnly) != 0 ? "it can only be read" : "it has no single value", null);
        }

        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        fixed (byte* buffer = bytes)
        {
            Videodev2.v4l2_ext_control value = new() { id = control.Id };
            if (control.Type == ControlType.String)
            {
                value.size = (uint)bytes.Length;
                value.@string = buffer;
            }
            else
            {
                long number = control.Type == ControlType.Button ? 0 : Parse(control, text, operation);
                value.value64 = number;
                if (control.Type != ControlType.Integer64)
                {
                    value.value = (int)number;
                }
            }

            int errno = Call(Videodev2.VIDIOC_S_EXT_CTRLS, &value);
            if (errno == LibC.EBUSY)
            {
                throw new FrameRingException(FrameRingError.DeviceBusy, operation, "it cannot be changed now, while another program or a stream uses it", null, errno);
            }

            if (errno == LibC.ERANGE || errno == LibC.EINVAL)
            {
                throw new FrameRingException(FrameRingError.InvalidArgument, operation, "the device does not take this value", $"It takes {Range(control)}.", errno);
            }

            _node.ThrowOn($"{operation} (VIDIOC_S_EXT_CTRLS)", errno);
        }
    }

    private static ControlDescription Read(in Videodev2.v4l2_query_ext_ctrl found)
    {
        fixed (Videodev2.v4l2_query_ext_ctrl* c = &found)
        {
            int[] dimensions = new int[Math.Min(4, c->nr_of_dims)];
            for (int i = 0; i < dimensions.Length; i++)
            {
                dimensions[i] = (int)c->dims[i];
            }

            return new ControlDescription(
                c->id, KernelText.Read(c->name, 32), (ControlType)c->type, (ControlFlags)c->flags,
                c->minimum, c->maximum, c->step, c->default_value, (int)c->elem_size, (int)c->elems, dimensions);
        }
    }

    // Refused here where the driver would clamp it to its range without a word.
    private long Parse(ControlDescription control, string text, string operation)
    {
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        ControlMenuItem? item = GetMenu(control).FirstOrDefault(item => string.Equals(item.Name, text, StringComparison.OrdinalIgnoreCase));
        bool isNumber = isHex
            ? long.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out long number)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

        // Bits of a 32-bit value with the highest one set are read, and typed, as a negative number.
        number = item?.Index ?? (control.Type == ControlType.Bitmask && number is < 0 and >= int.MinValue ? (uint)number : number);
        bool isRight = (isNumber || item is not null)
            && (control.Type == ControlType.Bitmask ? (number & ~control.Maximum) == 0 : number >= control.Minimum && number <= control.Maximum);
        return isRight ? number : throw new FrameRingException(FrameRingError.InvalidArgument, operation, "the control has no such value", $"It takes {Range(control)}.");
    }

    private string Range(ControlDescription control) => control.Type switch
    {
        ControlType.Menu or ControlType.IntegerMenu => string.Join(", ", GetMenu(control).Select(static item => string.Create(CultureInfo.InvariantCulture, $"{item.Index} ({item.Name ?? item.Value.ToString(CultureInfo.InvariantCulture)})"))),
        ControlType.String => string.Create(CultureInfo.InvariantCulture, $"texts of {control.Minimum} to {control.Maximum} bytes"),
        ControlType.Bitmask => string.Create(CultureInfo.InvariantCulture, $"bits of 0x{control.Maximum:x}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{control.Minimum} to {control.Maximum} in steps of {control.Step}"),
    };

    private int Call(uint request, Videodev2.v4l2_ext_control* control)
    {
        Videodev2.v4l2_ext_controls controls = new() { which = Videodev2.V4L2_CTRL_WHICH_CUR_VAL, count = 1, controls = control };
        return _node.Call(request, &controls);
    }
}
