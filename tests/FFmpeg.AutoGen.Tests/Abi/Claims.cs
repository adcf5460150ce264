using System.Reflection;
using System.Runtime.CompilerServices;

namespace FFmpeg.AutoGen.Tests.Abi;

/// <summary>What the bindings take for granted about C, read from the compiled bindings and written as C assertions.</summary>
internal static class Claims
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly s_bindings = typeof(ffmpeg).Assembly;

    public static string Equal(string expression, long value) => $"_Static_assert(({expression}) == ({Literal(value)}), \"{expression}\");";

    /// <summary>Offset and size of each field that is found through the offset table.</summary>
    public static IEnumerable<string> TabledFields() =>
        from type in typeof(Offsets).GetNestedTypes(BindingFlags.NonPublic)
        from field in type.GetFields(AnyStatic)
        let property = s_bindings.GetType($"FFmpeg.AutoGen.{type.Name}", true)!.GetProperty(field.Name)!
        from claim in new[]
        {
            Equal($"offsetof({type.Name}, {field.Name})", (int)field.GetValue(null)!),
            Equal($"sizeof((({type.Name}*)0)->{field.Name})", SizeOf(property.PropertyType.GetElementType()!)),
        }
        select claim;

    /// <summary>Offset and size of each field of the structs that are used by value, and their own size.</summary>
    public static IEnumerable<string> PlainStructs()
    {
        foreach (Type type in PlainTypes)
        {
            yield return Equal($"sizeof({type.Name})", SizeOf(type));
            long offset = 0;
            foreach (FieldInfo field in type.GetFields(AnyInstance))
            {
                long size = SizeOf(field.FieldType);
                offset = (offset + Math.Min(size, 8) - 1) / Math.Min(size, 8) * Math.Min(size, 8);
                yield return Equal($"offsetof({type.Name}, {field.Name})", offset);
                yield return Equal($"sizeof((({type.Name}*)0)->{field.Name})", size);
                offset += size;
            }
        }
    }

    public static IEnumerable<string> EnumValues() =>
        from type in s_bindings.GetExportedTypes()
        where type.IsEnum
        from name in Enum.GetNames(type)
        select Equal($"(int){name}", (int)Enum.Parse(type, name));

    public static IEnumerable<string> Constants() =>
        from field in typeof(ffmpeg).GetFields(BindingFlags.Static | BindingFlags.Public)
        let value = field.GetValue(null)
        where value is int or uint or long or ulong && field.Name != field.Name.ToLowerInvariant()
        select value is ulong big
            ? $"_Static_assert(({field.Name}) == {big}ULL, \"{field.Name}\");"
            : Equal(field.Name, Convert.ToInt64(value));

    private static IEnumerable<Type> PlainTypes =>
        [typeof(AVRational), typeof(AVComponentDescriptor), typeof(AVIOInterruptCB), typeof(AVDictionaryEntry), typeof(AVPacketSideData)];

    private static string Literal(long value) => value == long.MinValue ? "-9223372036854775807LL - 1" : $"{value}LL";

    private static long SizeOf(Type type)
    {
        if (type.IsPointer)
        {
            return IntPtr.Size;
        }

        return (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
    }
}
