using System.Globalization;

namespace FrameRing.Fuzz.Running;

/// <summary>What a child process has said and how it ended.</summary>
internal sealed class ChildResult
{
    internal ChildEnd End { get; init; }

    internal int ExitCode { get; init; }

    /// <summary>The iteration at which it crashed or hung; -1 if between iterations.</summary>
    internal long Iteration { get; init; }

    internal string Errors { get; init; } = string.Empty;

    internal long Iterations { get; private set; }

    internal double Seconds { get; private set; }

    internal List<(string What, long Count)> Outcomes { get; } = [];

    internal List<(long Iteration, string Text)> Violations { get; } = [];

    internal void Read(string line)
    {
        string[] parts = line.Split('\t', 3);
        switch (parts)
        {
            case ["outcome", var what, var count]:
                Outcomes.Add((what, long.Parse(count, CultureInfo.InvariantCulture)));
                break;
            case ["violation", var iteration, var text]:
                Violations.Add((long.Parse(iteration, CultureInfo.InvariantCulture), text.Replace('\v', '\n')));
                break;
            case ["done", var iterations, var seconds]:
                Iterations = long.Parse(iterations, CultureInfo.InvariantCulture);
                Seconds = double.Parse(seconds, CultureInfo.InvariantCulture);
                break;
        }
    }
}
