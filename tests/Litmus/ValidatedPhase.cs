using FrameRing.Reading;

namespace FrameRing.Litmus;

/// <summary>
/// Reads frames of all ages as a reader does. With validation it is the protocol; without, the control: its readers believe every frame
/// that they found, which is the mistake that must be seen.
/// </summary>
internal static unsafe class ValidatedPhase
{
    private const ulong Dawdle = 2000;

    internal static ReadCounts Run(LitmusOptions options, long reads, bool validates, bool untilWrong)
    {
        using LitmusRing ring = new(options);
        using FrameRingReader reader = ring.Attach(leases: false);
        ReadCounts counts = default;
        for (ulong turn = 0; counts.Reads < reads && !(untilWrong && counts.Wrong > 0); turn++)
        {
            // From the newest frame to the oldest, which the writer takes next.
            ulong sequence = reader.Head - (turn % (ulong)options.Slots);
            if (reader.TryRead(sequence, out FrameView view) != ReadStatus.Ok)
            {
                continue;
            }

            // Most are looked at once, where the writer may come in between by chance; some so long that it certainly does.
            byte* pixels = view.DangerousGetPlanePointer(0);
            bool isWhole = turn % Dawdle == 0
                ? FrameContent.IsWholeWhileLapped(reader, pixels, options.Bytes, sequence)
                : FrameContent.IsWhole(pixels, options.Bytes, sequence, (turn & 1) != 0);
            if (validates && view.Validate() != ReadStatus.Ok)
            {
                counts.Rejected++;
                counts.RejectedTorn += isWhole ? 0 : 1;
                continue;
            }

            counts.Good++;
            if (!isWhole || view.Sequence != sequence)
            {
                counts.AddWrong(sequence);
            }
        }

        return counts;
    }
}
