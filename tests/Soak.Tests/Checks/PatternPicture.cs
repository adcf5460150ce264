using System.Security.Cryptography;

namespace FrameRing.Soak.Tests.Checks;

/// <summary>
/// The producer's test picture in NV12, computed anew and not taken from the producer: 16 rows of 32 blocks that give the frame's number,
/// then ramps that move by four samples with each frame. Not thread-safe.
/// </summary>
internal sealed class PatternPicture(int width, int height)
{
    private const int Bits = 32;
    private const int BlockRows = 16;
    private const int Period = 256;

    private readonly byte[] _lumaRamp = [.. Enumerable.Range(0, width + Period).Select(index => (byte)(40 + Level(index)))];
    private readonly byte[] _chromaRamp =
        [.. Enumerable.Range(0, (width / 2) + Period).SelectMany(index => new[] { (byte)(64 + Level(index)), (byte)(255 - (64 + Level(index))) })];

    private readonly byte[] _blocks = new byte[width];
    private readonly byte[] _neutral = [.. Enumerable.Range(0, width / 2).SelectMany(_ => new byte[] { 128, 127 })];

    internal int Size => width * height * 3 / 2;

    /// <summary>Whether the bytes are a frame, whole and of one number.</summary>
    internal bool IsFrame(ReadOnlySpan<byte> picture, out uint number)
    {
        number = 0;
        for (int bit = 0; bit < Bits; bit++)
        {
            number = (number << 1) | (picture[((2 * bit) + 1) * width / (2 * Bits)] > 128 ? 1u : 0u);
        }

        PaintBlocks(number);
        for (int row = 0; row < height * 3 / 2; row++)
        {
            if (!picture.Slice(row * width, width).SequenceEqual(Row(row, number)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The frame's MD5, as framemd5 prints it.</summary>
    internal string Hash(uint number)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        PaintBlocks(number);
        for (int row = 0; row < height * 3 / 2; row++)
        {
            hash.AppendData(Row(row, number));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The frame's bytes.</summary>
    internal byte[] Paint(uint number)
    {
        byte[] picture = new byte[Size];
        PaintBlocks(number);
        for (int row = 0; row < height * 3 / 2; row++)
        {
            Row(row, number).CopyTo(picture.AsSpan(row * width));
        }

        return picture;
    }

    private static int Level(int index) => index % Period < Period / 2 ? index % Period : Period - 1 - (index % Period);

    private void PaintBlocks(uint number)
    {
        for (int x = 0; x < width; x++)
        {
            _blocks[x] = (number >> (Bits - 1 - (int)((long)x * Bits / width)) & 1) != 0 ? (byte)235 : (byte)16;
        }
    }

    private ReadOnlySpan<byte> Row(int row, uint number)
    {
        bool isLuma = row < height;
        row = isLuma ? row : row - height;
        int shift = (int)((row + (number * 4L)) % Period);
        return isLuma
            ? row < BlockRows ? _blocks : _lumaRamp.AsSpan(shift, width)
            : row < BlockRows / 2 ? _neutral : _chromaRamp.AsSpan(2 * shift, width);
    }
}
