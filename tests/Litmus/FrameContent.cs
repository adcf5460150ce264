namespace FrameRing.Litmus;

/// <summary>
/// What a frame holds: every word follows from the sequence and its place, so a reader that looks at all of them finds a frame with one
/// foreign word in it, which a sum could miss.
/// </summary>
internal static unsafe class FrameContent
{
    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;

    internal static void Write(byte* frame, int bytes, ulong sequence)
    {
        ulong* words = (ulong*)frame;
        ulong first = sequence * Factor;
        for (int index = 0; index < bytes / sizeof(ulong); index++)
        {
            words[index] = first + (ulong)index;
        }
    }

    /// <summary>Reads every byte, forwards or backwards: the writer goes forwards, so the other way round meets it in the middle.</summary>
    internal static bool IsWhole(byte* frame, int bytes, ulong sequence, bool backwards)
    {
        ulong* words = (ulong*)frame;
        ulong first = sequence * Factor;
        int count = bytes / sizeof(ulong);
        ulong difference = 0;
        for (int step = 0; step < count; step++)
        {
            int index = backwards ? count - 1 - step : step;
            difference |= words[index] ^ (first + (ulong)index);
        }

        return difference == 0;
    }

    /// <summary>Goes on looking until the writer has published so many frames more that it wanted every slot again.</summary>
    /// <returns>Whether the frame was whole at every look.</returns>
    internal static bool IsWholeWhileLapped(Reading.FrameRingReader reader, byte* frame, int bytes, ulong sequence)
    {
        bool isWhole = true;
        ulong until = reader.Head + (ulong)reader.SlotCount + 1;
        for (uint look = 0; reader.Head < until; look++)
        {
            isWhole &= IsWhole(frame, bytes, sequence, (look & 1) != 0);
        }

        return isWhole;
    }
}
