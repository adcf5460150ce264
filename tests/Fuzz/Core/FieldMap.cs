using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FrameRing.Fuzz.Core;

/// <summary>All numbers of a structure, found by reflection: a field that is added later is mutated without a change here.</summary>
internal static class FieldMap
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    internal static Field[] Of<T>(int offset = 0)
        where T : unmanaged
    {
        List<Field> found = [];
        Collect(typeof(T), typeof(T).Name, offset, found);
        return [.. found];
    }

    private static int Collect(Type type, string path, int offset, List<Field> found)
    {
        if (type.IsPrimitive || type.IsEnum)
        {
            int size = Marshal.SizeOf(type.IsEnum ? type.GetEnumUnderlyingType() : type);
            found.Add(new Field(path, offset, size));
            return size;
        }

        FieldInfo[] fields = type.GetFields(Instance);
        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } array)
        {
            int element = 0;
            for (int i = 0; i < array.Length; i++)
            {
                element = Collect(fields[0].FieldType, $"{path}[{i}]", offset + (i * element), found);
            }

            return array.Length * element;
        }

        // Explicit offsets where the structure says so; the others are plain sequences of numbers of one size.
        int end = 0;
        foreach (FieldInfo field in fields)
        {
            int start = field.GetCustomAttribute<FieldOffsetAttribute>()?.Value ?? end;
            string name = $"{path}.{field.Name}";
            end = start + (field.GetCustomAttribute<FixedBufferAttribute>() is { } buffer
                ? CollectBuffer(buffer, name, offset + start, found)
                : Collect(field.FieldType, name, offset + start, found));
        }

        return type.StructLayoutAttribute is { Size: > 0 } layout ? layout.Size : end;
    }

    private static int CollectBuffer(FixedBufferAttribute buffer, string path, int offset, List<Field> found)
    {
        int size = Marshal.SizeOf(buffer.ElementType);
        for (int i = 0; i < buffer.Length; i++)
        {
            found.Add(new Field($"{path}[{i}]", offset + (i * size), size));
        }

        return buffer.Length * size;
    }
}
