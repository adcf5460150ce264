namespace FrameRing.Formats;

/// <summary>What is exchanged when a picture is shown, before it is turned; a value that is not known is taken as <see cref="None"/>.</summary>
public enum Mirroring : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Left and right.</summary>
    LeftRight = 1,
}
