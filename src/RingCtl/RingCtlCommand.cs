using System.CommandLine;

namespace FrameRing.RingCtl;

/// <summary>The command line of <c>ringctl</c>.</summary>
internal static class RingCtlCommand
{
    internal static RootCommand Create()
    {
        RootCommand root = new("""
            Shows the frame rings of this machine and removes those that are left over.

            Examples:
              ringctl list               every ring, one line each
              ringctl info cam           all about the ring 'cam'
              ringctl list --json        for programs
              ringctl rm cam             remove what a killed producer has left
              ringctl gc --dry-run       what all killed producers have left; without --dry-run it is removed
            """);
        root.Subcommands.Add(ListCommand.Create());
        root.Subcommands.Add(InfoCommand.Create());
        root.Subcommands.Add(RemoveCommand.Create());
        root.Subcommands.Add(GarbageCommand.Create());
        return root;
    }
}
