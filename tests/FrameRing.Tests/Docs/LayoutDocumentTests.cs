using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Testing;

namespace FrameRing.Tests.Docs;

/// <summary>docs/layout.md says what the code does: every structure, constant, enumeration, key and pixel format is compared.</summary>
public sealed partial class LayoutDocumentTests
{
    private static readonly Type[] s_structures =
    [
        typeof(DirectoryPage), typeof(DirectoryEntry), typeof(SegmentToken), typeof(SegmentHeader), typeof(CursorBlock), typeof(RingCounters),
        typeof(FrameDescriptor), typeof(FrameMetadata), typeof(LeaseHeader), typeof(LeaseEntry), typeof(Rational), typeof(CropRectangle), typeof(PlaneLayout),
    ];

    private static readonly string s_text = File.ReadAllText(Repository.PathOf("docs", "layout.md"));

    [Fact]
    public void Every_structure_is_described_as_it_is() => Assert.Empty(s_structures.SelectMany(type => Differences(type, s_text)));

    [Theory]
    [InlineData("| 136 | 64 | Name |", "| 140 | 64 | Name |")]
    [InlineData("| 60 | 4 | IndexCount |", "| 60 | 8 | IndexCount |")]
    [InlineData("| 62 | 4 | Nothing |", "")]
    [InlineData("| 328 | 3768 | reserved |", "| 328 | 3767 | reserved |")]
    [InlineData("SlotSize | i64", "SlotSize | u64")]
    [InlineData("### CursorBlock: 4096 bytes", "### CursorBlock: 4095 bytes")]
    public void A_wrong_number_is_noticed(string right, string wrong)
    {
        string planted = wrong.Length == 0 ? s_text.Replace("| 60 | 4 | IndexCount |", right, StringComparison.Ordinal) : s_text.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(s_text, planted);
        Assert.NotEmpty(s_structures.SelectMany(type => Differences(type, planted)));
    }

    [Fact]
    public void Constants_have_the_values_that_are_written()
    {
        string[][] rows = Rows(s_text, "| constant | value |");
        Assert.Equal(20, rows.Length);
        foreach (string[] row in rows)
        {
            string[] name = row[0].Split('.');
            FieldInfo? constant = AllTypes().Single(type => type.Name == name[0]).GetField(name[1], BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public);
            Int128 value = (Int128)Convert.ToDecimal(constant!.GetRawConstantValue(), CultureInfo.InvariantCulture);
            Assert.Equal((row[0], Number(row[1])), (row[0], value));
        }
    }

    [Fact]
    public void Enumerations_have_the_values_that_are_written()
    {
        string[][] rows = Rows(s_text, "| enumeration | values |");
        Assert.Equal(12, rows.Length);
        foreach (string[] row in rows)
        {
            Type type = AllTypes().Single(type => type.Name == row[0].Split(' ')[0]);
            string values = string.Join(", ", Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(value => $"{value} {Enum.GetName(type, value)}"));
            Assert.Equal((row[0], values), (row[0], row[1]));
        }
    }

    [Fact]
    public void Keys_are_those_of_the_names()
    {
        string[][] rows = Rows(s_text, "| name | key |");
        Assert.Equal(6, rows.Length);
        Assert.All(rows, row => Assert.Equal($"0x{KeyOf(row[0].Split('/')):x8}", row[1]));
    }

    [Fact]
    public void Offsets_follow_from_the_limits_as_it_is_written()
    {
        string[][] rows = Rows(s_text, "| slots | slot size |");
        Assert.Equal(4, rows.Length);
        foreach (string[] row in rows)
        {
            Assert.True(SegmentGeometry.TryCreate((long)Number(row[0]), (long)Number(row[1]), out SegmentGeometry g));
            Assert.Equal([g.SlotCount, g.SlotSize, g.IndexCount, g.IndexOffset, g.DescriptorOffset, g.SlotOffset, g.TotalSize], row.Select(cell => (long)Number(cell)));
        }
    }

    [Fact]
    public void Pixel_formats_have_the_planes_that_are_written()
    {
        string[][] rows = Rows(s_text, "| code | number |");
        Assert.Equal(PixelFormats.All.Select(format => $"{format.FourCC} 0x{format.FourCC.Value:x8} {format.Name}"), rows.Select(row => string.Join(' ', row[..3])));
        foreach ((PixelFormat format, string planes) in PixelFormats.All.Zip(rows.Select(row => row[3])))
        {
            Assert.Equal((format.Name, Sizes(format)), (format.Name, PlaneText.Sizes(planes)));
        }
    }

    internal static string Sizes(PixelFormat format) => string.Join(' ', PlaneText.Probes.SelectMany(size =>
        Enumerable.Range(0, format.PlaneCount).Select(plane => $"{format.RowBytes(plane, size)}x{format.Rows(plane, size)}")));

    private static int KeyOf(string[] parts) => parts.Length == 1 ? RingName.ToKey(parts[0]) : RingName.ToKey(parts[0], parts[1]);

    private static IEnumerable<string> Differences(Type type, string text)
    {
        Match heading = Regex.Match(text, $"^### {type.Name}: ([0-9]+) bytes$", RegexOptions.Multiline);
        if (!heading.Success)
        {
            return [$"{type.Name} is not described"];
        }

        string[][] rows = Rows(text[heading.Index..], "| offset | size |");
        List<string> found = [.. rows.Where(row => row[2] != "reserved").Select(row => string.Join(' ', row[..4]))];
        string[] real = [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(field => Describe(type, field))];
        List<string> differences = [.. found.Except(real).Select(row => $"{type.Name}: written '{row}'"), .. real.Except(found).Select(row => $"{type.Name}: in truth '{row}'")];

        // No byte is left out and none is described twice.
        long end = 0;
        foreach (string[] row in rows)
        {
            differences.AddRange(Number(row[0]) == end ? [] : [$"{type.Name}: a row begins at {row[0]} instead of {end}"]);
            end = (long)(Number(row[0]) + Number(row[1]));
        }

        bool whole = end == SizeOf(type) && heading.Groups[1].Value == end.ToString(CultureInfo.InvariantCulture);
        return whole ? differences : [.. differences, $"{type.Name}: {heading.Groups[1].Value} bytes, rows to {end}, in truth {SizeOf(type)}"];
    }

    private static string Describe(Type type, FieldInfo field)
    {
        string name = BackingField().Match(field.Name) is { Success: true } match ? match.Groups[1].Value : field.Name;
        int size = SizeOf(field.FieldType);
        Type plain = field.FieldType.IsEnum ? Enum.GetUnderlyingType(field.FieldType) : field.FieldType;
        string kind = plain == typeof(FrameMetadata.PlaneLayouts) ? "4 PlaneLayout"
            : plain == typeof(FrameMetadata.UserBytes) || field.IsDefined(typeof(FixedBufferAttribute)) ? $"{size} bytes"
            : !plain.IsPrimitive ? plain.Name
            : (plain.Name[0] is 'U' or 'B' ? "u" : "i") + (size * 8).ToString(CultureInfo.InvariantCulture);
        return $"{Marshal.OffsetOf(type, field.Name)} {size} {name} {kind}";
    }

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static IEnumerable<Type> AllTypes() => typeof(RingName).Assembly.GetTypes();

    // The rows of the first table whose title line begins so, without the line of dashes.
    private static string[][] Rows(string text, string title) =>
        [.. text[text.IndexOf($"\n{title}", StringComparison.Ordinal)..].Split('\n').Skip(3).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];

    private static Int128 Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? Int128.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : Int128.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("^<(.+)>k__BackingField$")]
    private static partial Regex BackingField();
}
