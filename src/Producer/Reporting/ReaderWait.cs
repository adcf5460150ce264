using FrameRing.CommandLine;
using FrameRing.CommandLine.Streams;
using FrameRing.Layout;
using FrameRing.Writing;

namespace FrameRing.Producer.Reporting;

/// <summary>The wait for the readers that <c>--wait-readers</c> asks for: who counts, who is there, who is missing. Told at the start and at every change.</summary>
internal sealed class ReaderWait(FrameRingWriter writer, int wanted, bool isQuiet)
{
    private readonly bool _isLossless = writer.Delivery == Delivery.Lossless;
    private string? _told;

    /// <summary>Looks who is there.</summary>
    /// <returns>True if there are enough.</returns>
    internal bool IsOver()
    {
        int attached = writer.AttachedReaders;

        // Where every frame is promised, those that it is promised to.
        int counted = _isLossless ? writer.LosslessReaders : attached;
        if (counted < wanted)
        {
            Tell(counted, Math.Max(0, attached - counted));
        }

        return counted >= wanted;
    }

    private void Tell(int counted, int others)
    {
        string text = Describe(wanted, counted, _isLossless, others);
        if (!isQuiet && text != _told)
        {
            StandardError.WriteLine($"  {text}");
            _told = text;
        }
    }

    /// <summary>One line for people.</summary>
    /// <param name="wanted">Readers that were asked for.</param>
    /// <param name="counted">Those of them that are there.</param>
    /// <param name="isLossless">True if only lossless readers count.</param>
    /// <param name="others">Attached readers that do not count.</param>
    internal static string Describe(int wanted, int counted, bool isLossless, int others)
    {
        string kind = isLossless ? "lossless reader" : "reader";
        string there = counted == 0 ? string.Empty : FormattableString.Invariant($": {counted} there, {wanted - counted} missing");
        string rest = !isLossless || others == 0 ? string.Empty
            : FormattableString.Invariant($" ({Counted.Of(others, "attached reader does", "attached readers do")} not count: start consumers with --lossless)");
        return FormattableString.Invariant($"Waiting for {Counted.Of(wanted, kind)}{there}{rest} ...");
    }
}
