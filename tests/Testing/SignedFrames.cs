using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Reading;
using FrameRing.Writing;

namespace FrameRing.Testing;

/// <summary>
/// Frames whose every byte follows from their sequence and from who published them, so that a reader knows a wrong one, and also a right
/// one that was published twice under the same number.
/// </summary>
public static class SignedFrames
{
    public const int Width = 64;
    public const int Bytes = Width * Width;

    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>A random number for one publisher.</summary>
    public static ulong NewSigner() => MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>Claims, fills and publishes the next frame; only for a writer with one thread.</summary>
    /// <returns>The frame's sequence; 0 if there was no slot.</returns>
    public static ulong Publish(FrameRingWriter writer, ulong signer, int height = Width)
    {
        if (writer.Claim((long)Width * height, CancellationToken.None, out SlotClaim claim) != ClaimStatus.Ok)
        {
            return 0;
        }

        Fill(claim.Data[..(Width * height)], writer.Head + 1, signer);
        return claim.Publish(Describe(height));
    }

    public static void Fill(Span<byte> bytes, ulong sequence, ulong signer)
    {
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        ulong value = Seed(sequence, signer);
        for (int word = 2; word < words.Length; word++)
        {
            words[word] = value += Step;
        }

        (words[0], words[1]) = (sequence, signer);
    }

    /// <summary>Whether all bytes are those of the frame; only <see cref="FrameView.Validate"/> tells whether that means anything.</summary>
    public static bool IsWhole(in FrameView view, out ulong signer)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(view.GetPlane(0));
        signer = words[1];
        ulong value = Seed(view.Sequence, signer);
        bool isWhole = words[0] == view.Sequence;
        for (int word = 2; word < words.Length && isWhole; word++)
        {
            isWhole = words[word] == (value += Step);
        }

        return isWhole;
    }

    public static FrameMetadata Describe(int height)
    {
        FrameMetadata metadata = new()
        {
            Format = FourCC.Parse("GREY"),
            CodedWidth = Width,
            CodedHeight = height,
            Crop = new CropRectangle(0, 0, Width, height),
            PlaneCount = 1,
            BytesUsed = (long)Width * height,
            Pts = FrameMetadata.NoPts,
        };
        metadata.SetPlane(0, new PlaneLayout(0, Width));
        return metadata;
    }

    private static ulong Seed(ulong sequence, ulong signer) => (sequence * 0xD1B54A32D192ED03) ^ signer;
}
