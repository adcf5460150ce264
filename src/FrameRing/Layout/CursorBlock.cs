using System.Runtime.InteropServices;

namespace FrameRing.Layout;

/// <summary>
/// The moving part of a frame segment: what the producer changes while it runs. Lines that are read for different reasons are two
/// cache lines apart, because processors fetch them in pairs.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = BlockSize)]
internal struct CursorBlock
{
    internal const int BlockSize = 4096;

    // Written by the producer only. Newest published sequence; FirstSequence - 1 before the first one. Never goes back.
    [FieldOffset(0)] internal ulong Head;

    // Written by the producer only. Goes up with every change that a waiting reader must see; the futex that readers wait on.
    [FieldOffset(8)] internal uint WakeWord;

    // Written by the producer only. A GenerationState.
    [FieldOffset(128)] internal uint State;

    // Written by the producer only, before the state becomes Retired: where the frames go on.
    [FieldOffset(132)] internal int NextSegmentId;
    [FieldOffset(136)] internal SegmentToken NextToken;

    // Written by the producer only, for display. A SourceState.
    [FieldOffset(152)] internal uint SourceState;

    // Written by the producer only, before the generation is Live. 1: a device fills slots, and may do so for a moment after the producer died.
    [FieldOffset(156)] internal uint IsFilledByDevice;

    // Written by the producer only, for display: no reader's decision rests on them.
    [FieldOffset(256)] internal RingCounters Counters;
}
