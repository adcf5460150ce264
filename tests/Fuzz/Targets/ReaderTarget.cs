using FrameRing.Fuzz.Core;
using FrameRing.Layout;

namespace FrameRing.Fuzz.Targets;

/// <summary>A reader between guards on mutated cursors, indexes and descriptors, and at times on a mutated header.</summary>
internal sealed class ReaderTarget : IFuzzTarget
{
    private readonly SampleRing _ring = new(0);
    private readonly SegmentMutator _mutator;
    private readonly GuardedReaders _readers;

    internal ReaderTarget()
    {
        _mutator = new SegmentMutator(_ring);
        _readers = new GuardedReaders(_ring, SegmentGeometry.GuardSize);
    }

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        _mutator.MutateMoving(random);
        if (random.OneIn(8))
        {
            // Whole limits but other ones: the reader then looks for everything in other places.
            _mutator.Reshape(random);
        }

        if (random.OneIn(16))
        {
            _ring.SegmentImage.Mutate(random, _mutator.AnyHeader(random));
        }

        try
        {
            _readers.Use(random, outcomes);
        }
        catch (FrameRingException e)
        {
            outcomes.Count(e);
        }

        _ring.SegmentImage.Restore();
    }

    public void Dispose()
    {
        _readers.Dispose();
        _ring.Dispose();
    }
}
