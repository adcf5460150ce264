using System.CommandLine;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine.Streams;
using FrameRing.Inspection;

namespace FrameRing.RingCtl;

/// <summary><c>ringctl gc</c>: removes all rings that have neither a living producer nor an attached process.</summary>
internal static class GarbageCommand
{
    internal static Command Create()
    {
        Option<bool> dryRun = new("--dry-run", "-n") { Description = "Only say what would be removed." };
        Option<bool> json = RingJson.CreateOption();
        Command command = new("gc", "Removes every ring whose producer is dead and that nobody is attached to. Only your own; root removes everybody's.") { dryRun, json };
        command.SetAction(result =>
        {
            bool isDryRun = result.GetValue(dryRun);
            IReadOnlyList<RingInfo> garbage = RingCatalog.CollectGarbage(remove: !isDryRun);
            if (result.GetValue(json))
            {
                RingJson.Write(garbage);
                return ExitCodes.Ok;
            }

            StandardOutput.Print(output =>
            {
                foreach (RingInfo ring in garbage)
                {
                    output.WriteLine($"{(isDryRun ? "would remove" : "removed")} {ring.Name} (producer {ring.WriterPid} is dead, nobody is attached)");
                }
            });

            if (garbage.Count == 0)
            {
                StandardError.WriteLine("There is nothing to remove.");
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
