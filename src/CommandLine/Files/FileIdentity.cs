namespace FrameRing.CommandLine.Files;

/// <summary>
/// Tells a file from another one that gets its name later, or its number. Its time is not asked: a file server may set that when the file is
/// closed, after it was looked at.
/// </summary>
/// <param name="Device">The file system.</param>
/// <param name="Number">Its number there.</param>
/// <param name="Size">Its length.</param>
public readonly record struct FileIdentity(ulong Device, ulong Number, long Size);
