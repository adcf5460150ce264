using System.Text.RegularExpressions;

namespace FrameRing.Tests.Sources;

/// <summary>
/// Which folder of a project names types of which other folder, read from the sources. Names of types are found by how they stand: what
/// follows a dot, or the type of a declaration, or stands before a parenthesis without <c>new</c>, is a member of the same name.
/// </summary>
internal sealed partial class FolderGraph
{
    private static readonly HashSet<string> s_keywords =
    [
        "new", "is", "as", "static", "readonly", "ref", "return", "out", "in", "private", "public", "internal", "protected", "sealed", "const", "unsafe", "params",
        "this", "virtual", "override", "abstract", "volatile", "case", "throw", "await", "using", "where", "class", "struct", "record", "enum", "interface", "and", "or",
        "not", "when", "yield", "extern", "partial", "scoped", "required", "event", "async", "checked", "fixed", "else", "implicit", "explicit", "operator",
    ];

    private readonly Dictionary<string, Dictionary<string, string>> _edges = [];

    /// <summary>Reads a project.</summary>
    /// <param name="root">Its folder.</param>
    /// <returns>The graph.</returns>
    internal static FolderGraph Read(string root)
    {
        (string Folder, string File, string Text)[] sources = [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Folder: Path.GetRelativePath(root, Path.GetDirectoryName(file)!), File: Path.GetFileName(file), Text: Clean(File.ReadAllText(file))))
            .Where(static source => source.Folder.Split('/') is not ["bin" or "obj", ..])];
        Dictionary<string, string> folders = [];
        foreach ((string folder, _, string text) in sources)
        {
            foreach (Match type in Declaration().Matches(text))
            {
                folders[type.Groups[1].Value] = folder;
            }
        }

        FolderGraph graph = new();
        foreach ((string folder, string file, string text) in sources)
        {
            foreach (Match name in Name().Matches(text))
            {
                if (folders.TryGetValue(name.Value, out string? other) && other != folder && IsType(text, name))
                {
                    graph.Add(folder, other, $"{file} names {name.Value}");
                }
            }
        }

        return graph;
    }

    /// <summary>Looks for folders that need each other.</summary>
    /// <returns>Each step of a circle with an example; empty if there is none.</returns>
    internal IReadOnlyList<string> FindCircle()
    {
        HashSet<string> done = [];
        foreach (string folder in _edges.Keys)
        {
            if (Visit(folder, [], done) is { Count: > 0 } circle)
            {
                return [.. circle.Select((from, step) => circle[(step + 1) % circle.Count] is var to ? $"{from} -> {to} ({_edges[from][to]})" : string.Empty)];
            }
        }

        return [];
    }

    private List<string>? Visit(string folder, List<string> path, HashSet<string> done)
    {
        if (path.IndexOf(folder) is >= 0 and var start)
        {
            return path[start..];
        }

        if (done.Contains(folder) || !_edges.TryGetValue(folder, out Dictionary<string, string>? next))
        {
            return null;
        }

        foreach (string other in next.Keys)
        {
            if (Visit(other, [.. path, folder], done) is { } circle)
            {
                return circle;
            }
        }

        done.Add(folder);
        return null;
    }

    private void Add(string from, string to, string example)
    {
        if (!_edges.TryGetValue(from, out Dictionary<string, string>? next))
        {
            _edges[from] = next = [];
        }

        next.TryAdd(to, example);
    }

    private static bool IsType(string text, Match name)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, name.Index);
        if (before.EndsWith(".") || before.EndsWith("->"))
        {
            return false;
        }

        string word = WordBefore().Match(text[Math.Max(0, name.Index - 80)..name.Index]).Groups[1].Value;
        if (word.Length > 0 && !s_keywords.Contains(word))
        {
            return false;
        }

        bool isCalled = text.AsSpan(name.Index + name.Length).TrimStart().StartsWith("(");
        return !isCalled || word == "new" || before.TrimEnd().EndsWith(":");
    }

    private static string Clean(string text)
    {
        text = RawText().Replace(text, "\"\"");
        text = Comment().Replace(text, string.Empty);
        return PlainText().Replace(text, "\"\"");
    }

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"")]
    private static partial Regex RawText();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();

    [GeneratedRegex("\"(\\\\.|[^\"\\\\\\n])*\"")]
    private static partial Regex PlainText();

    [GeneratedRegex("\\b[A-Z]\\w*\\b")]
    private static partial Regex Name();

    [GeneratedRegex("([\\w>\\]?*]+)\\s+$")]
    private static partial Regex WordBefore();

    [GeneratedRegex(@"^(?:\[.*\]\s*)?(?:public |internal |file |static |sealed |abstract |unsafe |partial |readonly |ref )*(?:class|struct|interface|enum|record(?: struct| class)?|delegate [\w<>\[\]?*., ]+?)\s+([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
