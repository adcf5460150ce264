using FrameRing.Tests.Support;

// Tests count segments of the whole machine and allocated bytes, so they run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: NothingLeft]
