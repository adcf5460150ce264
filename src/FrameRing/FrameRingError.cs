namespace FrameRing;

/// <summary>What kind of set-up is broken.</summary>
public enum FrameRingError
{
    /// <summary>Something the operating system refused; see the error number.</summary>
    System = 0,

    /// <summary>The name is not allowed.</summary>
    InvalidName,

    /// <summary>A value is out of range.</summary>
    InvalidArgument,

    /// <summary>There is no such object.</summary>
    NotFound,

    /// <summary>There is one already.</summary>
    AlreadyExists,

    /// <summary>A living producer has this name.</summary>
    WriterActive,

    /// <summary>The System V key is taken by an object that is not a ring of this name.</summary>
    ForeignObject,

    /// <summary>The object was created by a user who is not trusted.</summary>
    Untrusted,

    /// <summary>The permission bits do not allow it.</summary>
    AccessDenied,

    /// <summary>There are not enough huge pages, or they may not be used.</summary>
    HugePagesUnavailable,

    /// <summary>A limit of the system (SHMMAX, SHMMNI, SHMALL, SEMMNI) is too low.</summary>
    LimitExceeded,

    /// <summary>There is not enough memory.</summary>
    OutOfMemory,

    /// <summary>Shared memory holds something that a producer never writes.</summary>
    Corrupt,

    /// <summary>The ring was made by a version with another layout.</summary>
    IncompatibleVersion,

    /// <summary>The ring does not offer what was asked for: leases, or lossless delivery.</summary>
    NotOffered,

    /// <summary>Another process uses the device.</summary>
    DeviceBusy,

    /// <summary>The device was unplugged, or its driver was removed.</summary>
    DeviceGone,

    /// <summary>The device cannot do what was asked of it.</summary>
    NotSupported,
}
