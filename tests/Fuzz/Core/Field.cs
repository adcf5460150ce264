namespace FrameRing.Fuzz.Core;

/// <summary>One number of a structure in shared memory.</summary>
/// <param name="Name">Its path, for messages.</param>
/// <param name="Offset">Bytes from the start of the structure or segment.</param>
/// <param name="Size">1, 2, 4 or 8 bytes.</param>
internal readonly record struct Field(string Name, int Offset, int Size)
{
    internal Field At(int offset) => this with { Offset = Offset + offset };
}
