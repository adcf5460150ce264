using System.Globalization;

namespace FrameRing.Tests.Docs;

/// <summary>Planes as the documents and the readers in other languages write them: <c>w:h:b</c> or <c>w:h:b:fixed</c>, one per plane.</summary>
internal static class PlaneText
{
    // Sizes that tell all shifts up to 3 and their rounding apart.
    internal static readonly int[] Probes = [1, 2, 3, 5, 8, 9, 64];

    internal static string Sizes(string planes) => string.Join(' ', Probes.SelectMany(size => planes.Split(' ').Select(plane =>
    {
        int[] numbers = [.. plane.Split(':').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        return numbers.Length == 4 && numbers[3] > 0 ? $"{numbers[3]}x1" : $"{Ceiling(size, numbers[0]) * numbers[2]}x{Ceiling(size, numbers[1])}";
    })));

    private static int Ceiling(int value, int shift) => (value + (1 << shift) - 1) >> shift;
}
