namespace FrameRing.CommandLine.Files;

/// <summary>Tells a file from another one that gets its name later, or its number.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Number">Its number there.</param>
/// <param name="Size">Its length.</param>
/// <param name="Seconds">When it was last written.</param>
/// <param name="Nanoseconds">The rest of that.</param>
public readonly record struct FileIdentity(ulong Device, ulong Number, long Size, long Seconds, long Nanoseconds);
