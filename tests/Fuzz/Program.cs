using System.Runtime.InteropServices;
using FrameRing.Fuzz.Controls;
using FrameRing.Fuzz.Running;
using FrameRing.Fuzz.Targets;

if (FuzzOptions.TryParse(args) is not { } options)
{
    Console.Error.WriteLine("fuzz: the command line makes no sense; see --help.");
    return FuzzExit.Usage;
}

if (options.IsHelp)
{
    Console.WriteLine(FuzzOptions.Help);
    return FuzzExit.Ok;
}

if (options.IsList)
{
    foreach (TargetDefinition target in TargetDefinition.All)
    {
        Console.WriteLine($"{target.Name,-16} {target.Description}");
    }

    return FuzzExit.Ok;
}

TargetDefinition[] known = [.. TargetDefinition.All, .. Control.All.Select(control => control.Target)];
if (options.Iteration is not null && options.Targets.Count == 0)
{
    Console.Error.WriteLine("fuzz: an iteration belongs to a target and a seed; see --help.");
    return FuzzExit.Usage;
}

if (options.Targets.Find(name => known.All(target => target.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"fuzz: there is no target '{unknown}'; --list names them.");
    return FuzzExit.Usage;
}

if (options.Progress is not null)
{
    try
    {
        return Worker.Run(options, known.Single(target => target.Name == options.Targets[0]));
    }
    catch (FileNotFoundException e)
    {
        Console.Error.WriteLine(e.Message);
        return FuzzExit.Inconclusive;
    }
}

// A stop from outside ends the child; what it made is removed before this process ends.
static void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    Child.Stop();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return new FuzzRun(options, options.Targets.Count == 0 ? TargetDefinition.All : [.. known.Where(target => options.Targets.Contains(target.Name))]).Run();
