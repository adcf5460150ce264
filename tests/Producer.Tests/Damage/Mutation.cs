namespace FrameRing.Producer.Tests.Damage;

/// <summary>Ways to damage a file, each the same for the same seed.</summary>
internal static class Mutation
{
    private const int HeadBytes = 4096;

    internal static readonly (string Name, Func<byte[], Random, byte[]> Apply)[] All =
    [
        ("one bit", (file, random) => Flip(file, random, 1, 0, file.Length)),
        ("a thousand bits of the payload", (file, random) => Flip(file, random, 1000, file.Length / 10, file.Length * 8 / 10)),
        ("ten bits of the head", (file, random) => Flip(file, random, 10, 0, Math.Min(HeadBytes, file.Length))),
        ("a number of the head", ReplaceNumber),
        ("runs of one byte", (file, random) => Overwrite(file, random, random.Next(3))),
        ("a truncation", (file, random) => file[..random.Next(1, file.Length)]),
        ("a piece taken out", TakeOut),
        ("a piece twice", Repeat),
        ("pieces exchanged", Exchange),
    ];

    private static byte[] Flip(byte[] file, Random random, int bits, int start, int length)
    {
        byte[] damaged = [.. file];
        for (int count = 0; count < bits; count++)
        {
            damaged[start + random.Next(length)] ^= (byte)(1 << random.Next(8));
        }

        return damaged;
    }

    // Sizes, counts and offsets of containers stand in words of 4 bytes, most significant first or last.
    private static byte[] ReplaceNumber(byte[] file, Random random)
    {
        uint[] numbers = [0, 1, uint.MaxValue, int.MaxValue, 0x8000_0000, 0x7FFF, 0xFFFF, 65_537];
        byte[] damaged = [.. file];
        int where = random.Next(Math.Min(HeadBytes, file.Length) - 4);
        byte[] bytes = BitConverter.GetBytes(numbers[random.Next(numbers.Length)]);
        (random.Next(2) == 0 ? bytes : [.. bytes.Reverse()]).CopyTo(damaged, where);
        return damaged;
    }

    private static byte[] Overwrite(byte[] file, Random random, int kind)
    {
        byte[] damaged = [.. file];
        for (int run = 0; run < 5; run++)
        {
            (int start, int length) = Piece(file, random);
            Span<byte> piece = damaged.AsSpan(start, length);
            if (kind == 2)
            {
                random.NextBytes(piece);
            }
            else
            {
                piece.Fill(kind == 0 ? (byte)0 : (byte)0xFF);
            }
        }

        return damaged;
    }

    private static byte[] TakeOut(byte[] file, Random random)
    {
        (int start, int length) = Piece(file, random);
        return [.. file[..start], .. file[(start + length)..]];
    }

    private static byte[] Repeat(byte[] file, Random random)
    {
        (int start, int length) = Piece(file, random);
        return [.. file[..(start + length)], .. file[start..]];
    }

    private static byte[] Exchange(byte[] file, Random random)
    {
        byte[] damaged = [.. file];
        (int first, int length) = Piece(file, random);
        int second = random.Next(file.Length - length);
        file.AsSpan(first, length).CopyTo(damaged.AsSpan(second));
        file.AsSpan(second, length).CopyTo(damaged.AsSpan(first));
        return damaged;
    }

    private static (int Start, int Length) Piece(byte[] file, Random random)
    {
        int length = random.Next(1, Math.Min(20_000, file.Length / 4));
        return (random.Next(file.Length - length), length);
    }
}
