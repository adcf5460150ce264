using FrameRing.V4L2.Controls;

namespace FrameRing.Testing.Cameras;

/// <summary>A control of a fake camera, with its value.</summary>
/// <param name="id">The kernel's number for it.</param>
/// <param name="name">The driver's words.</param>
/// <param name="type">Kind of its value.</param>
public sealed class FakeControl(uint id, string name, ControlType type)
{
    public uint Id { get; } = id;

    public string Name { get; } = name;

    public ControlType Type { get; } = type;

    public ControlFlags Flags { get; set; }

    public long Minimum { get; init; }

    public long Maximum { get; init; }

    public ulong Step { get; init; } = 1;

    public long Default { get; init; }

    /// <summary>Sizes of an array.</summary>
    public IReadOnlyList<int> Dimensions { get; init; } = [];

    /// <summary>Choices of a menu by index.</summary>
    public IReadOnlyDictionary<int, string> Menu { get; init; } = new Dictionary<int, string>();

    /// <summary>Numbers of an integer menu by index.</summary>
    public IReadOnlyDictionary<int, long> Numbers { get; init; } = new Dictionary<int, long>();

    /// <summary>What it is set to.</summary>
    public long Value { get; set; }

    /// <summary>What a text is set to.</summary>
    public string Text { get; set; } = string.Empty;

    /// <summary>The bytes of a structure or an array.</summary>
    public byte[] Bytes { get; set; } = [];

    /// <summary>Why it cannot be read; 0 if it can.</summary>
    public int ReadError { get; set; }

    /// <summary>How often it was set.</summary>
    public int SetCount { get; internal set; }

    internal uint ElementSize => Type switch
    {
        ControlType.Integer64 => 8,
        ControlType.String => (uint)Maximum + 1,
        ControlType.Bytes => 1,
        ControlType.Words => 2,
        ControlType.Area => 8,
        _ => 4,
    };

    internal uint ElementCount => (uint)Dimensions.Aggregate(1, static (product, size) => product * size);
}
