using FrameRing.V4L2.Controls;

namespace FrameRing.Producer.Sources.Cameras.Listing;

/// <summary>What a control's number says of it, as the macros of <c>linux/v4l2-controls.h</c> have it.</summary>
internal static class ControlClass
{
    private const uint User = 0x00980000;
    private const uint PrivateBase = 0x08000000;
    private const uint FirstPrivate = 0x1000;

    /// <summary>The class that a control is in (V4L2_CTRL_ID2WHICH).</summary>
    internal static uint Of(ControlDescription control) => control.Id & 0x0FFF0000;

    /// <summary>Whether it is one of the old, simple controls by its class.</summary>
    internal static bool IsUser(ControlDescription control) => Of(control) is User or PrivateBase;

    /// <summary>Whether v4l2-ctl reads it through the extended calls when it lists.</summary>
    internal static bool IsExtended(ControlDescription control) =>
        control.Type is ControlType.Integer64 or ControlType.String || control.IsCompound || (Of(control) != User && control.Id < PrivateBase);

    /// <summary>Whether v4l2-ctl takes the extended calls for all controls if this one is among those to be read.</summary>
    internal static bool NeedsExtended(ControlDescription control) =>
        control.Type == ControlType.Integer64 || (control.Flags & (ControlFlags.Update | ControlFlags.HasPayload)) != 0 || (control.Id & 0xFFFF) >= FirstPrivate;
}
