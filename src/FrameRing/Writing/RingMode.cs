namespace FrameRing.Writing;

/// <summary>
/// The permission bits that a ring can have. Whoever may write its objects can write frames and take its name over, so that is for the
/// owner alone; the others can be let read. Nothing of a ring can be executed.
/// </summary>
public static class RingMode
{
    /// <summary>0640: the owner writes, the group reads.</summary>
    public const UnixFileMode Default = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    internal const string Remedy = "Use a mode like 0600, 0640 or 0644; readers never need write permission.";

    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode AllRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const int NineBits = 0b111_111_111;

    /// <summary>Says what is wrong with a mode.</summary>
    /// <param name="mode">The permission bits.</param>
    /// <returns>Part of a sentence, or null if a ring can have the mode.</returns>
    public static string? WhyNot(UnixFileMode mode)
    {
        string text = "0" + Convert.ToString((int)mode, 8);
        return (int)mode is < 0 or > NineBits ? $"the mode {text} has more than nine bits"
            : (mode & OwnerReadWrite) != OwnerReadWrite ? $"the mode {text} does not let the owner read and write"
            : (mode & OthersWrite) != 0 ? $"the mode {text} would let {(mode.HasFlag(UnixFileMode.OtherWrite) ? "everybody" : "the group")} write frames and take over the ring"
            : (mode & ~(OwnerReadWrite | AllRead)) != 0 ? $"the mode {text} allows to execute, which nothing of a ring can be"
            : null;
    }

    internal static void ThrowIfInvalid(UnixFileMode mode, string operation)
    {
        if (WhyNot(mode) is { } reason)
        {
            throw new FrameRingException(FrameRingError.InvalidArgument, operation, reason, Remedy);
        }
    }
}
