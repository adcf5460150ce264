using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;


namespace FrameRing.Testing;

/// <summary>Static assertions in C over what our structs and constants claim. One wrong number and the file does not compile.</summary>
public sealed class CAssertions
{
    private readonly StringBuilder _source = new("#define _GNU_SOURCE\n#include <stddef.h>\n");

    public CAssertions Include(string header)
    {
        _source.AppendLine($"#include <{header}>");
        return this;
    }

    /// <summary>Every field's offset and size, under the names they have in C, and the size of the whole.</summary>
    /// <param name="type">Our structure.</param>
    /// <param name="cName">Its name in C.</param>
    /// <param name="sameSize">False if C's may be larger.</param>
    /// <param name="path">Makes a field's path in C of our name for it, where a named union lies between; null: the same.</param>
    public CAssertions Struct(Type type, string cName, bool sameSize = true, Func<string, string>? path = null)
    {
        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
        {
            Field(cName, path?.Invoke(field.Name) ?? field.Name, Marshal.OffsetOf(type, field.Name), SizeOf(field.FieldType));
        }

        return sameSize
            ? Assert($"sizeof({cName}) == {SizeOf(type)}", $"{cName} size")
            : Assert($"sizeof({cName}) >= {SizeOf(type)}", $"{cName} size");
    }

    public CAssertions Field(string cName, string field, nint offset, int size) =>
        Assert($"offsetof({cName}, {field}) == {offset}", $"{cName}.{field} offset")
            .Assert($"sizeof((({cName} *)0)->{field}) == {size}", $"{cName}.{field} size");

    /// <summary>The constants of a class of ours that C knows by the same name.</summary>
    public CAssertions Constants(Type type, Func<string, bool> which)
    {
        foreach (FieldInfo field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic).Where(field => field.IsLiteral && which(field.Name)))
        {
            Constant(field.Name, Convert.ToInt64(field.GetRawConstantValue()));
        }

        return this;
    }

    /// <summary>The numbers of an enumeration of ours, under the names that C has for them.</summary>
    /// <param name="names">C's names by ours; every member must be there.</param>
    public CAssertions Enumeration<T>(IReadOnlyDictionary<string, string> names)
        where T : struct, Enum
    {
        foreach (string name in Enum.GetNames<T>())
        {
            Constant(names[name], Convert.ToInt64(Enum.Parse<T>(name)));
        }

        return this;
    }

    public CAssertions Constant(string name, long value) => Assert($"({name}) == {value}", $"{name} value");

    public (bool Succeeded, string Output) Compile() => Cc.Compile(_source.ToString());

    public int Count { get; private set; }

    private CAssertions Assert(string condition, string name)
    {
        Count++;
        _source.AppendLine($"_Static_assert({condition}, \"{name}\");");
        return this;
    }

    private static int SizeOf(Type type) => type.IsPointer ? IntPtr.Size : type.IsPrimitive || type.IsValueType
        ? Marshal.SizeOf(type)
        : throw new ArgumentException($"{type} is not a plain value.");
}
