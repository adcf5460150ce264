using System.CommandLine;
using FrameRing.CommandLine.Errors;
using FrameRing.Inspection;

namespace FrameRing.RingCtl;

/// <summary><c>ringctl rm</c>: removes what a killed producer has left.</summary>
internal static class RemoveCommand
{
    internal static Command Create()
    {
        Argument<string> name = new("RING") { Description = "Name of the ring." };
        Option<bool> force = new("--force", "-f") { Description = "Also if a living producer holds it. It goes on, but no consumer finds it any more." };
        Command command = new("rm", "Removes a ring whose producer is gone.") { name, force };
        command.SetAction(result =>
        {
            string ring = result.GetRequiredValue(name);
            return RingCatalog.Remove(ring, result.GetValue(force)) switch
            {
                RemovalStatus.Removed => ExitCodes.Ok,
                RemovalStatus.WriterActive => throw new ToolException($"Ring '{ring}' has a living producer. Stop that first, or remove the name under it with --force."),
                _ => throw new ToolException($"There is no ring '{ring}'. 'ringctl list' shows those there are.", ExitCodes.NoSuchRing),
            };
        });
        return command;
    }
}
