namespace FrameRing.Writing;

/// <summary>
/// The permission bits that a ring can have. Whoever may write its objects can write frames and take its name over, so that is for the
/// owner alone; the others can be let read. Nothing of a ring can be executed.
/// </summary>
public static class RingMode
{
    /// <summary>0640: the owner writes, the group reads.</summary>
    public const int Default = 0b110_100_000;

    internal const string Remedy = "Use a mode like 0600, 0640 or 0644; readers never need write permission.";

    private const int OwnerReadWrite = 0b110_000_000;
    private const int AllRead = 0b000_100_100;
    private const int OthersWrite = 0b000_010_010;

    /// <summary>Says what is wrong with a mode.</summary>
    /// <param name="mode">Permission bits, as chmod(1) counts them.</param>
    /// <returns>Part of a sentence, or null if a ring can have the mode.</returns>
    public static string? WhyNot(int mode)
    {
        string text = "0" + Convert.ToString(mode, 8);
        return mode is < 0 or > 0x1FF ? $"the mode {text} has more than nine bits"
            : (mode & OwnerReadWrite) != OwnerReadWrite ? $"the mode {text} does not let the owner read and write"
            : (mode & OthersWrite) != 0 ? $"the mode {text} would let {((mode & 0b000_000_010) != 0 ? "everybody" : "the group")} write frames and take over the ring"
            : (mode & ~(OwnerReadWrite | AllRead)) != 0 ? $"the mode {text} allows to execute, which nothing of a ring can be"
            : null;
    }

    internal static void ThrowIfInvalid(int mode, string operation)
    {
        if (WhyNot(mode) is { } reason)
        {
            throw new FrameRingException(FrameRingError.InvalidArgument, operation, reason, Remedy);
        }
    }
}
