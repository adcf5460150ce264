namespace FrameRing.Fuzz.Core;

/// <summary>
/// Memory that is mutated in place through a mapping of its own and put right again: a copy of how it was, and a note of what was
/// changed since.
/// </summary>
internal sealed unsafe class MemoryImage
{
    private readonly byte* _memory;
    private readonly byte[] _pristine;
    private readonly List<(int Offset, int Size)> _changed = [];

    internal MemoryImage(byte* memory, long length)
    {
        _memory = memory;
        _pristine = new ReadOnlySpan<byte>(memory, checked((int)length)).ToArray();
    }

    internal byte* Memory => _memory;

    /// <summary>Numbers that mean something in this memory.</summary>
    internal ulong[] Interesting { get; set; } = [];

    internal ulong Read(Field field) => Load(_memory + field.Offset, field.Size);

    internal ulong Truth(Field field)
    {
        fixed (byte* pristine = _pristine)
        {
            return Load(pristine + field.Offset, field.Size);
        }
    }

    internal void Write(Field field, ulong value)
    {
        _changed.Add((field.Offset, field.Size));
        WriteUnnoted(field, value);
    }

    /// <summary>For a thread that mutates while another one reads, and puts everything right by itself.</summary>
    internal void WriteUnnoted(Field field, ulong value) => Store(_memory + field.Offset, field.Size, value);

    internal void Write<T>(int offset, in T value)
        where T : unmanaged
    {
        _changed.Add((offset, sizeof(T)));
        *(T*)(_memory + offset) = value;
    }

    internal void Mutate(FuzzRandom random, Field field) => Write(field, OddValue.Pick(random, Read(field), field.Size, Interesting));

    internal void Swap(Field one, Field other)
    {
        (ulong first, ulong second) = (Read(one), Read(other));
        Write(one, second);
        Write(other, first);
    }

    internal void Restore()
    {
        foreach ((int offset, int size) in _changed)
        {
            _pristine.AsSpan(offset, size).CopyTo(new Span<byte>(_memory + offset, size));
        }

        _changed.Clear();
    }

    internal void RestoreAll()
    {
        _pristine.CopyTo(new Span<byte>(_memory, _pristine.Length));
        _changed.Clear();
    }

    private static ulong Load(byte* address, int size) => size switch
    {
        1 => *address,
        2 => *(ushort*)address,
        4 => *(uint*)address,
        _ => *(ulong*)address,
    };

    private static void Store(byte* address, int size, ulong value)
    {
        switch (size)
        {
            case 1:
                *address = (byte)value;
                break;
            case 2:
                *(ushort*)address = (ushort)value;
                break;
            case 4:
                *(uint*)address = (uint)value;
                break;
            default:
                *(ulong*)address = value;
                break;
        }
    }
}
