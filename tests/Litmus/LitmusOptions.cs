using System.Globalization;

namespace FrameRing.Litmus;

/// <summary>What to run.</summary>
/// <param name="Reads">Frame reads of the protocol's phase, at least.</param>
/// <param name="Leases">Leased frames of the leases' phase, at least.</param>
/// <param name="Bytes">Bytes of a frame, a multiple of 8.</param>
/// <param name="Slots">Slots of the ring: few, so that the writer laps the readers.</param>
internal sealed record LitmusOptions(long Reads, long Leases, int Bytes, int Slots)
{
    internal const string Help = """
        Looks for torn and mistaken frames on this machine's real memory: a process publishes into few slots as fast as it can, this one
        reads and looks at every byte. A control that breaks the rules runs first and must be caught, or the run says nothing.

        Usage: FrameRing.Litmus [--reads N] [--leases N] [--bytes N] [--slots N]
          --reads N    frame reads by the protocol (default 100000000)
          --leases N   leased frames (default 100000)
          --bytes N    bytes of a frame, a multiple of 8 (default 256)
          --slots N    slots of the ring (default 3)

        Exit codes: 0 no violation, 1 a violation, 2 inconclusive: the control was not caught, or the writer never overtook a reader.
        A processor of the arm64 family reorders what x86-64 does not: a fence that is missing can only be seen there.
        """;

    internal static LitmusOptions? Parse(ReadOnlySpan<string> arguments)
    {
        LitmusOptions options = new(100_000_000, 100_000, 256, 3);
        for (int index = 0; index < arguments.Length; index += 2)
        {
            if (index + 1 == arguments.Length || !long.TryParse(arguments[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out long value) || value < 1)
            {
                return null;
            }

            switch (arguments[index])
            {
                case "--reads":
                    options = options with { Reads = value };
                    break;
                case "--leases":
                    options = options with { Leases = value };
                    break;
                case "--bytes" when value % 8 == 0 && value <= 1 << 24:
                    options = options with { Bytes = (int)value };
                    break;
                case "--slots" when value is >= 2 and <= 1000:
                    options = options with { Slots = (int)value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
