namespace FrameRing.Reading;

internal enum StartKind
{
    Newest,
    Oldest,
    Next,
    Sequence,
}
