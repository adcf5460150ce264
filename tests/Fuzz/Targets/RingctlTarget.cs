using System.Diagnostics;
using System.Text.Json;
using FrameRing.CommandLine.Errors;
using FrameRing.Fuzz.Core;
using FrameRing.Layout;
using FrameRing.Reading;
using FrameRing.Testing;

namespace FrameRing.Fuzz.Targets;

/// <summary>The tool as users start it, on a living and on a dead ring, both mutated: an exit code of the list, one line, no stack trace.</summary>
internal sealed class RingctlTarget : IFuzzTarget
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly SampleRing _ring = new(0, adjust: options => options with { Leases = true });
    private readonly LeaseMemory _leases;
    private readonly FrameRingReader? _holder;
    private readonly SegmentMutator _mutator;
    private readonly DeadRing _dead;
    private readonly Field[] _fields = FieldMap.Of<DirectoryPage>();
    private readonly string _program = Locate();

    internal RingctlTarget()
    {
        _mutator = new SegmentMutator(_ring);
        _dead = new DeadRing(_ring, 1);
        _leases = new LeaseMemory(_ring);

        // Entries that nobody holds are not shown.
        FrameRingReader.TryAttach(_ring.Name, new FrameRingReaderOptions { Leases = true }, TimeSpan.Zero, CancellationToken.None, out _holder);
    }

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        bool isDead = random.OneIn(2);
        _mutator.MutateMoving(random);
        _leases.MutateMoving(random, SampleRing.Frames);
        if (random.OneIn(4))
        {
            _mutator.MutateHeader(random);
        }

        if (isDead)
        {
            _dead.Leave(random.OneIn(8) ? 8192 : DirectoryPage.PageSize, random.OneIn(2), image => MutatePage(image, random));
        }
        else
        {
            MutatePage(_ring.DirectoryImage, random);
        }

        string name = isDead ? _dead.Name : _ring.Name;
        string[] arguments = random.Below(5) switch
        {
            0 => ["list", "--json"],
            1 => ["list"],
            2 => ["info", name, "--json"],
            3 => ["info", name],
            _ => ["rm", name],
        };
        try
        {
            Check(arguments, outcomes);
        }
        finally
        {
            _dead.CleanUp();
            _ring.DirectoryImage.Restore();
            _ring.SegmentImage.Restore();
            _leases.Image.Restore();
        }
    }

    public void Dispose()
    {
        _holder?.Dispose();
        _leases.Dispose();
        _dead.Dispose();
        _ring.Dispose();
    }

    private void MutatePage(MemoryImage page, FuzzRandom random)
    {
        for (int i = random.Below(3); i > 0; i--)
        {
            page.Mutate(random, random.Of(_fields));
        }
    }

    private void Check(string[] arguments, Outcomes outcomes)
    {
        using Process process = Process.Start(new ProcessStartInfo(_program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using Timer watchdog = new(_ => process.Kill(), null, s_limit, Timeout.InfiniteTimeSpan);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        int code = process.ExitCode;
        string text = $"ringctl {string.Join(' ', arguments)} ended with {code}: {output}{errors.Result}";
        FuzzViolation.Require(code is ExitCodes.Ok or ExitCodes.Failure or ExitCodes.NoSuchRing, text);
        FuzzViolation.Require((code == ExitCodes.Ok) == (errors.Result.Length == 0) || (arguments is ["list"] && output.Length == 0), text);
        FuzzViolation.Require(!errors.Result.Contains("fault of the program", StringComparison.Ordinal) && errors.Result.Split('\n').Length <= 2, text);
        if (code == ExitCodes.Ok && arguments.Contains("--json"))
        {
            using JsonDocument document = JsonDocument.Parse(output);
        }

        outcomes.Count($"{arguments[0]}: exit code {code}");
    }

    private static string Locate()
    {
        string program = Repository.PathOf("bin", "ringctl");
        return File.Exists(program) ? program : throw new FileNotFoundException($"'{program}' is not there; run ./build first.");
    }
}
