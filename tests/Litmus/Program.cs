using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using FrameRing.Litmus;

const int Passed = 0, Violation = 1, Inconclusive = 2, Usage = 64;
if (args is [FrameWriter.Verb, ..])
{
    return FrameWriter.Run(args.AsSpan(1));
}

if (args is ["--help" or "-h"])
{
    Console.WriteLine(LitmusOptions.Help);
    return Passed;
}

if (LitmusOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("These options make no sense; see --help.");
    return Usage;
}

Console.WriteLine($"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, frames of {options.Bytes} bytes in {options.Slots} slots");
if (Environment.ProcessorCount < 2)
{
    Console.WriteLine("inconclusive: writer and reader need a processor each");
    return Inconclusive;
}

// Enough to be sure that a machine on which it is not caught cannot tell anything.
ReadCounts control = Phase("control: no validation", () => ValidatedPhase.Run(options, Math.Max(20_000_000, options.Reads / 5), validates: false, untilWrong: true));
if (control.Wrong == 0)
{
    Console.WriteLine("inconclusive: readers that do not validate were not caught");
    return Inconclusive;
}

ReadCounts reads = Phase("protocol", () => ValidatedPhase.Run(options, options.Reads, validates: true, untilWrong: false));
ReadCounts unleased = Phase("control: no lease", () => LeasedPhase.Run(options, Math.Max(1000, options.Leases / 10), leases: false));
ReadCounts leased = Phase("leases", () => LeasedPhase.Run(options, options.Leases, leases: true));
if (reads.Wrong + leased.Wrong > 0)
{
    Console.WriteLine($"VIOLATION: {reads.Wrong + leased.Wrong} frames were called good and were not, first {Math.Max(reads.FirstWrong, leased.FirstWrong)}");
    return Violation;
}

if (reads.RejectedTorn == 0 || unleased.Wrong == 0)
{
    Console.WriteLine("inconclusive: the writer never overtook a reader in the middle of a frame");
    return Inconclusive;
}

Console.WriteLine("passed: no frame was called good that was not");
return Passed;

static ReadCounts Phase(string name, Func<ReadCounts> run)
{
    long started = Stopwatch.GetTimestamp();
    ReadCounts counts = run();
    double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-24} {counts.Reads,12} reads: {counts.Good} taken as good, {counts.Wrong} of them wrong; {counts.Rejected} rejected, {counts.RejectedTorn} of them torn; {counts.Reads / seconds / 1e6:0.00} million/s"));
    return counts;
}
