namespace FrameRing.Writing;

// Where a slot is, as the writer's process keeps it; the stamp in shared memory says the same to the readers.
internal enum SlotState : byte
{
    Empty,
    Claimed,
    Published,
}
