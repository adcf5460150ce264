using System.Text;
using FrameRing.V4L2.Controls;
using FrameRing.V4L2.Interop;
using Tmds.Linux;

namespace FrameRing.Testing.Cameras;

/// <content>Controls, checked as the kernel's control framework does: numbers are clamped without a word, choices are refused.</content>
public sealed unsafe partial class FakeCamera
{
    /// <summary>Controls and classes, by rising id.</summary>
    public IReadOnlyList<FakeControl> Controls { get; init; } = [];

    private int QueryControl(Videodev2.v4l2_query_ext_ctrl* found)
    {
        const uint Next = Videodev2.V4L2_CTRL_FLAG_NEXT_CTRL | Videodev2.V4L2_CTRL_FLAG_NEXT_COMPOUND;
        uint id = found->id & ~Next;
        bool hasSimple = (found->id & Videodev2.V4L2_CTRL_FLAG_NEXT_CTRL) != 0;
        bool hasCompound = (found->id & Videodev2.V4L2_CTRL_FLAG_NEXT_COMPOUND) != 0;
        FakeControl? control = (found->id & Next) == 0
            ? Controls.FirstOrDefault(control => control.Id == id)
            : Controls.FirstOrDefault(control => control.Id > id && (IsCompound(control) ? hasCompound : hasSimple));
        if (control is null)
        {
            return LibC.EINVAL;
        }

        *found = new Videodev2.v4l2_query_ext_ctrl
        {
            id = control.Id,
            type = (uint)control.Type,
            minimum = control.Minimum,
            maximum = control.Maximum,
            step = control.Step,
            default_value = control.Default,
            flags = (uint)control.Flags | (control.Type == ControlType.String || IsCompound(control) ? Videodev2.V4L2_CTRL_FLAG_HAS_PAYLOAD : 0),
            elem_size = control.ElementSize,
            elems = control.ElementCount,
            nr_of_dims = (uint)control.Dimensions.Count,
        };
        for (int dimension = 0; dimension < control.Dimensions.Count; dimension++)
        {
            found->dims[dimension] = (uint)control.Dimensions[dimension];
        }

        Put(control.Name, found->name, 32);
        return 0;
    }

    private int QueryMenu(Videodev2.v4l2_querymenu* item)
    {
        FakeControl? control = Controls.FirstOrDefault(control => control.Id == item->id);
        int index = (int)item->index;
        if (control is null || !HasItem(control, index))
        {
            return LibC.EINVAL;
        }

        if (control.Type == ControlType.Menu)
        {
            Put(control.Menu[index], item->name, 32);
        }
        else
        {
            item->value = control.Numbers[index];
        }

        return 0;
    }

    private int GetControls(Videodev2.v4l2_ext_controls* controls) => ForEach(controls, static (control, value) =>
    {
        if (control.Type is ControlType.Button or ControlType.Class || control.Flags.HasFlag(ControlFlags.WriteOnly))
        {
            return LibC.EACCES;
        }

        if (control.ReadError != 0)
        {
            return control.ReadError;
        }

        if (IsCompound(control))
        {
            uint size = control.ElementSize * control.ElementCount;
            bool fits = value->size >= size;
            value->size = size;
            if (fits)
            {
                control.Bytes.AsSpan(0, Math.Min(control.Bytes.Length, (int)size)).CopyTo(new Span<byte>(value->@string, (int)size));
            }

            return fits ? 0 : LibC.ENOSPC;
        }

        if (control.Type == ControlType.String)
        {
            byte[] text = [.. Encoding.UTF8.GetBytes(control.Text), 0];
            if (value->size < text.Length)
            {
                value->size = (uint)control.Maximum + 1;
                return LibC.ENOSPC;
            }

            text.CopyTo(new Span<byte>(value->@string, text.Length));
        }
        else if (control.Type == ControlType.Integer64)
        {
            value->value64 = control.Value;
        }
        else
        {
            value->value = (int)control.Value;
        }

        return 0;
    });

    private int SetControls(Videodev2.v4l2_ext_controls* controls) => ForEach(controls, static (control, value) =>
    {
        if (control.Type == ControlType.Class || control.Flags.HasFlag(ControlFlags.ReadOnly))
        {
            return LibC.EACCES;
        }

        if (control.Flags.HasFlag(ControlFlags.Grabbed))
        {
            return LibC.EBUSY;
        }

        int errno = control.Type == ControlType.String ? SetText(control, value) : SetNumber(control, control.Type == ControlType.Integer64 ? value->value64 : value->value);
        control.SetCount += errno == 0 ? 1 : 0;
        return errno;
    });

    private static int SetText(FakeControl control, Videodev2.v4l2_ext_control* value)
    {
        ReadOnlySpan<byte> bytes = new(value->@string, (int)value->size);
        int length = bytes.IndexOf((byte)0);
        if (length < control.Minimum || length > control.Maximum)
        {
            return LibC.ERANGE;
        }

        control.Text = Encoding.UTF8.GetString(bytes[..length]);
        return 0;
    }

    private static int SetNumber(FakeControl control, long number)
    {
        if (control.Type is ControlType.Menu or ControlType.IntegerMenu)
        {
            if (number < control.Minimum || number > control.Maximum)
            {
                return LibC.ERANGE;
            }

            if (!HasItem(control, (int)number))
            {
                return LibC.EINVAL;
            }
        }

        control.Value = control.Type switch
        {
            ControlType.Boolean => number == 0 ? 0 : 1,
            ControlType.Bitmask => number & control.Maximum,
            ControlType.Integer or ControlType.Integer64 => RoundToRange(control, number),
            _ => number,
        };
        return 0;
    }

    private static long RoundToRange(FakeControl control, long number)
    {
        long step = Math.Max(1, (long)control.Step);
        long inside = Math.Clamp(number, control.Minimum, control.Maximum);
        long rounded = control.Minimum + ((inside - control.Minimum + (step / 2)) / step * step);
        return rounded > control.Maximum ? rounded - step : rounded;
    }

    private static bool HasItem(FakeControl control, int index) => control.Type == ControlType.Menu ? control.Menu.ContainsKey(index) : control.Numbers.ContainsKey(index);

    private static bool IsCompound(FakeControl control) => control.Type >= ControlType.FirstCompound || control.Dimensions.Count > 0;

    private int ForEach(Videodev2.v4l2_ext_controls* controls, Access access)
    {
        for (uint i = 0; i < controls->count; i++)
        {
            Videodev2.v4l2_ext_control* value = controls->controls + i;
            FakeControl? control = Controls.FirstOrDefault(control => control.Id == value->id);
            int errno = control is null || control.Flags.HasFlag(ControlFlags.Disabled) ? LibC.EINVAL : access(control, value);
            if (errno != 0)
            {
                controls->error_idx = i;
                return errno;
            }
        }

        return 0;
    }

    private delegate int Access(FakeControl control, Videodev2.v4l2_ext_control* value);
}
