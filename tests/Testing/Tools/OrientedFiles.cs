using System.Buffers.Binary;
using Xunit;

namespace FrameRing.Testing.Tools;

/// <summary>Files that say how their pictures are shown, made of files that say nothing.</summary>
public static class OrientedFiles
{
    /// <summary>The orientation message of HEVC for a quarter turn counterclockwise that holds until another comes: a NAL unit of type 39.</summary>
    public static byte[] HevcQuarterTurn => Convert.FromHexString("000000014e012f0308001880");

    /// <summary>Puts the tag Orientation of EXIF into a JPEG.</summary>
    public static byte[] WithExif(byte[] jpeg, int orientation)
    {
        byte[] tag = Convert.FromHexString("ffe1002245786966000049492a0008000000010012010300010000000000000000000000");
        tag[28] = (byte)orientation;
        return [.. jpeg[..2], .. tag, .. jpeg[2..]];
    }

    /// <summary>Changes the matrix of the only track of an MP4 file.</summary>
    /// <param name="mp4">The file.</param>
    /// <param name="matrix">a, b, c and d; 65536 is one.</param>
    public static byte[] WithMatrix(byte[] mp4, params int[] matrix)
    {
        byte[] changed = [.. mp4];
        int header = changed.AsSpan().IndexOf("tkhd"u8);

        // In version 0, behind flags, times, number, duration, layer, group and volume: a b u, c d v, x y w.
        Span<byte> place = changed.AsSpan(header + 4 + 40);
        Assert.Equal(0, changed[header + 4]);
        Assert.Equal(1 << 30, BinaryPrimitives.ReadInt32BigEndian(place[32..]));
        foreach ((int value, int index) in matrix.Zip([0, 1, 3, 4]))
        {
            BinaryPrimitives.WriteInt32BigEndian(place[(4 * index)..], value);
        }

        return changed;
    }
}
