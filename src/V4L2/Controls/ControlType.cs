namespace FrameRing.V4L2.Controls;

/// <summary>The kind of a control's value: <c>v4l2_ctrl_type</c>, with the kernel's numbers. Further compound types may come.</summary>
public enum ControlType
{
    /// <summary>A number.</summary>
    Integer = 1,

    /// <summary>0 or 1.</summary>
    Boolean = 2,

    /// <summary>A number that stands for a name.</summary>
    Menu = 3,

    /// <summary>No value: setting it does something.</summary>
    Button = 4,

    /// <summary>A number of 64 bits.</summary>
    Integer64 = 5,

    /// <summary>No control but the name of a group of them.</summary>
    Class = 6,

    /// <summary>A text.</summary>
    String = 7,

    /// <summary>A set of bits.</summary>
    Bitmask = 8,

    /// <summary>A number that stands for another number.</summary>
    IntegerMenu = 9,

    /// <summary>The first of the types with a structure or an array behind.</summary>
    FirstCompound = 0x100,

    /// <summary>Numbers of 8 bits.</summary>
    Bytes = 0x100,

    /// <summary>Numbers of 16 bits.</summary>
    Words = 0x101,

    /// <summary>Numbers of 32 bits.</summary>
    DoubleWords = 0x102,

    /// <summary>A width and a height.</summary>
    Area = 0x106,
}
