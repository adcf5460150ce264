namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>CRC-32 as zlib computes it.</summary>
internal static class Crc32
{
    internal static uint Compute(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
            }
        }

        return ~crc;
    }
}
