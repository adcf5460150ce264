namespace FrameRing.Producer.Sources.Cameras;

/// <summary>How frames come out of the driver.</summary>
internal enum IoMethod
{
    /// <summary>Into slots if the driver can, else by its own buffers.</summary>
    Auto,

    /// <summary>Into slots; an error if the driver cannot.</summary>
    UserPointer,

    /// <summary>Into the driver's buffers, and copied from there.</summary>
    Mapped,
}
