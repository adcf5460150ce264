using System.Globalization;

namespace FrameRing.Fuzz.Running;

/// <summary>The command line.</summary>
internal sealed record FuzzOptions
{
    internal const string Help = """
        Fuzzes how a ring is attached and read: whatever is in shared memory, the answer must be correct data, a status or an error with
        a kind, never a crash, a hang or an access outside the mapping. Planted faults are looked for first.

        Usage: FrameRing.Fuzz [--iterations N] [--seed S] [--target NAME] [--iteration N]
          --iterations N   of all targets together, or of the one target; default 1000000
          --seed S         default: random, and printed
          --target NAME    one target only; may be given more than once
          --iteration N    runs that iteration alone, as a failure names it; needs --seed and --target
          --hang-limit S   seconds that one iteration may take; default 20
          --no-control     does not look for the planted faults first
          --list           names the targets
        Exit codes: 0 nothing found, 1 something found, 2 inconclusive: a planted fault was not found, or a target could not run;
        64 the command line makes no sense, 130 stopped from outside.
        """;

    internal long Iterations { get; private set; } = 1_000_000;

    internal ulong Seed { get; private set; } = (ulong)Random.Shared.NextInt64();

    internal List<string> Targets { get; } = [];

    internal long? Iteration { get; private set; }

    internal int HangLimit { get; private set; } = 20;

    internal bool ChecksControl { get; private set; } = true;

    internal bool IsHelp { get; private set; }

    internal bool IsList { get; private set; }

    /// <summary>The file through which a child process tells where it is; only given by a run to its children.</summary>
    internal string? Progress { get; private set; }

    /// <summary>Reads the arguments.</summary>
    /// <returns>Null if they make no sense.</returns>
    internal static FuzzOptions? TryParse(string[] arguments)
    {
        FuzzOptions options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string? value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            bool isKnown = arguments[i] switch
            {
                "--help" or "-h" => options.IsHelp = true,
                "--list" => options.IsList = true,
                "--no-control" => !(options.ChecksControl = false),
                _ => value is not null && ++i > 0 && options.TryTake(arguments[i - 1], value),
            };
            if (!isKnown)
            {
                return null;
            }
        }

        return options;
    }

    private bool TryTake(string name, string value)
    {
        bool isNumber = ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number);
        switch (name)
        {
            case "--iterations" when isNumber:
                Iterations = (long)number;
                return true;
            case "--seed" when isNumber:
                Seed = number;
                return true;
            case "--iteration" when isNumber:
                Iteration = (long)number;
                return true;
            case "--hang-limit" when isNumber:
                HangLimit = (int)number;
                return true;
            case "--target":
                Targets.Add(value);
                return true;
            case "--progress":
                Progress = value;
                return true;
            default:
                return false;
        }
    }
}
