using FrameRing.Layout;

namespace FrameRing.Sequencing;

/// <summary>The state of a generation in shared memory.</summary>
internal readonly unsafe struct StateWord(uint* state)
{
    internal void WriteRelease(GenerationState value) =>
        // SYNC POINT F: the last head, and the directory's entry for what comes next, become visible before the state that says
        // "no more frames here"; pairs with ReadAcquire. Earlier, a reader could leave with frames still unread.
        Volatile.Write(ref *state, (uint)value);

    // SYNC POINT F, reader's end: read before the head is read again, see FrameRingReader.
    internal GenerationState ReadAcquire() => (GenerationState)Volatile.Read(ref *state);
}
