using System.CommandLine;

namespace FrameRing.CommandLine.Help;

/// <summary>Options under headings, for a help that is too long for one list.</summary>
public sealed class HelpGroups
{
    private readonly List<(string Title, IReadOnlyList<Option> Options)> _groups = [];

    /// <summary>The groups in their order.</summary>
    internal IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> All => _groups;

    /// <summary>Adds a group, and its options to a command.</summary>
    /// <param name="command">The command that takes them.</param>
    /// <param name="title">The heading, without a colon.</param>
    /// <param name="options">In the order of the help.</param>
    public void Add(Command command, string title, IEnumerable<Option> options)
    {
        ArgumentNullException.ThrowIfNull(command);
        List<Option> members = [.. options];
        members.ForEach(command.Options.Add);
        _groups.Add((title, members));
    }
}
