using FrameRing.Fuzz.Core;
using FrameRing.Layout;

namespace FrameRing.Fuzz.Targets;

/// <summary>
/// The reader's target while another thread changes the numbers under it: a check and a use that both look at shared memory see two
/// values. Which iteration meets what is chance, so one that fails need not fail again.
/// </summary>
internal sealed class RaceTarget : IFuzzTarget
{
    private readonly SampleRing _ring = new(0);
    private readonly GuardedReaders _readers;
    private readonly Flipper _flipper;

    internal RaceTarget()
    {
        SegmentMutator mutator = new(_ring);
        _readers = new GuardedReaders(_ring, SegmentGeometry.GuardSize);
        _flipper = new Flipper(random =>
            Flipper.Flip(_ring.SegmentImage, random.OneIn(2) ? mutator.AnyShape(random) : random.OneIn(64) ? mutator.AnyHeader(random) : mutator.AnyMoving(random), random));
    }

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        try
        {
            // Where the other thread is stopped in the middle of a change of the header, nothing opens for as long.
            _readers.Use(random, outcomes, opensNow: random.OneIn(4));
        }
        catch (FrameRingException e)
        {
            outcomes.Count(e);
        }
    }

    public void Dispose()
    {
        _flipper.Dispose();
        _readers.Dispose();
        _ring.Dispose();
    }
}
