using FrameRing.V4L2.Interop;

namespace FrameRing.V4L2.Controls;

/// <summary>Facts about a control: <c>V4L2_CTRL_FLAG_...</c>, with the kernel's numbers.</summary>
[Flags]
public enum ControlFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Does not work for good; to be ignored.</summary>
    Disabled = Videodev2.V4L2_CTRL_FLAG_DISABLED,

    /// <summary>Cannot be changed now, as another program or a stream uses it.</summary>
    Grabbed = Videodev2.V4L2_CTRL_FLAG_GRABBED,

    /// <summary>Can only be read.</summary>
    ReadOnly = Videodev2.V4L2_CTRL_FLAG_READ_ONLY,

    /// <summary>Setting it may change others.</summary>
    Update = Videodev2.V4L2_CTRL_FLAG_UPDATE,

    /// <summary>Has no effect now, as another control is set so.</summary>
    Inactive = Videodev2.V4L2_CTRL_FLAG_INACTIVE,

    /// <summary>Best shown as a slider.</summary>
    Slider = Videodev2.V4L2_CTRL_FLAG_SLIDER,

    /// <summary>Can only be written.</summary>
    WriteOnly = Videodev2.V4L2_CTRL_FLAG_WRITE_ONLY,

    /// <summary>The device changes it by itself.</summary>
    Volatile = Videodev2.V4L2_CTRL_FLAG_VOLATILE,

    /// <summary>The value is behind a pointer.</summary>
    HasPayload = Videodev2.V4L2_CTRL_FLAG_HAS_PAYLOAD,

    /// <summary>Setting it does something even if the value is the same.</summary>
    ExecuteOnWrite = Videodev2.V4L2_CTRL_FLAG_EXECUTE_ON_WRITE,

    /// <summary>Setting it changes the format.</summary>
    ModifyLayout = Videodev2.V4L2_CTRL_FLAG_MODIFY_LAYOUT,

    /// <summary>An array whose length changes.</summary>
    DynamicArray = Videodev2.V4L2_CTRL_FLAG_DYNAMIC_ARRAY,
}
