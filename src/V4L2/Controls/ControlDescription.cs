using System.Text;

namespace FrameRing.V4L2.Controls;

/// <summary>A control of a device.</summary>
/// <param name="Id">The kernel's number for it.</param>
/// <param name="Name">The driver's words for it, like <c>White Balance, Automatic</c>.</param>
/// <param name="Type">Kind of its value.</param>
/// <param name="Flags">Facts about it.</param>
/// <param name="Minimum">Smallest value; shortest text.</param>
/// <param name="Maximum">Largest value; longest text.</param>
/// <param name="Step">Values lie that far apart.</param>
/// <param name="Default">Value after the driver was loaded.</param>
/// <param name="ElementSize">Bytes of one element.</param>
/// <param name="ElementCount">Number of elements; 1 if it is no array.</param>
/// <param name="Dimensions">Sizes of an array; empty if it is none.</param>
public sealed record ControlDescription(
    uint Id, string Name, ControlType Type, ControlFlags Flags, long Minimum, long Maximum, ulong Step, long Default, int ElementSize, int ElementCount, IReadOnlyList<int> Dimensions)
{
    /// <summary>The name as one types it, like <c>white_balance_automatic</c>: the same as for v4l2-ctl.</summary>
    public string Key { get; } = ToKey(Name);

    /// <summary>Whether the value is a structure or an array, which this library neither reads nor sets.</summary>
    public bool IsCompound => Type >= ControlType.FirstCompound || Dimensions.Count > 0;

    /// <summary>Whether it has a value that can be read.</summary>
    public bool IsReadable => !IsCompound && Type is not (ControlType.Class or ControlType.Button) && (Flags & (ControlFlags.WriteOnly | ControlFlags.Disabled)) == 0;

    // Letters and digits in lower case; whatever is between them becomes one underscore.
    private static string ToKey(string name)
    {
        StringBuilder key = new(name.Length);
        bool isGap = false;
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                key.Append(isGap ? "_" : string.Empty).Append(char.ToLowerInvariant(c));
                isGap = false;
            }
            else
            {
                isGap = key.Length > 0;
            }
        }

        return key.ToString();
    }
}
