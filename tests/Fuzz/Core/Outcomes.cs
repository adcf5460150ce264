using System.Globalization;
using System.Runtime.InteropServices;
using FrameRing.Reading;

namespace FrameRing.Fuzz.Core;

/// <summary>How often each outcome was seen: values of the library and errors by their kind.</summary>
internal sealed class Outcomes
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<(Type Type, int Value), long> _values = [];

    internal void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    /// <summary>Without making a text each time: this is done millions of times.</summary>
    internal void Count<T>(T value)
        where T : struct, Enum => CollectionsMarshal.GetValueRefOrAddDefault(_values, (typeof(T), Convert.ToInt32(value)), out _)++;

    internal void Count(FrameRingException error) => Count(error.Error);

    internal IEnumerable<(string What, long Count)> All => _values
        .Select(pair => (What: Describe(pair.Key.Type, pair.Key.Value), Count: pair.Value))
        .Concat(_counts.Select(pair => (What: pair.Key, Count: pair.Value)))
        .OrderByDescending(pair => pair.Count);

    // A reader's status by its own name; other types have values of the same names.
    private static string Describe(Type type, int value)
    {
        string name = Enum.GetName(type, value) ?? value.ToString(CultureInfo.InvariantCulture);
        return type == typeof(ReadStatus) ? name : type == typeof(FrameRingError) ? $"error {name}" : $"{type.Name} {name}";
    }
}
