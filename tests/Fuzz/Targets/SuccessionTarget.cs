using FrameRing.Fuzz.Core;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Writing;

namespace FrameRing.Fuzz.Targets;

/// <summary>
/// A producer that starts on the name of a dead one: a directory like the one it left, mutated, and its segment, mutated too and kept
/// alive by a reader. Either the start is refused with a reason, or the ring works: a newcomer attaches it and gets the frame.
/// </summary>
internal sealed class SuccessionTarget : IFuzzTarget
{
    private readonly SampleRing _old = new(0);
    private readonly SegmentMutator _mutator;
    private readonly Field[] _fields = FieldMap.Of<DirectoryPage>();
    private readonly DeadRing _dead;

    internal SuccessionTarget()
    {
        _mutator = new SegmentMutator(_old);
        _dead = new DeadRing(_old, 1);
    }

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        bool pristine = random.OneIn(8);
        if (!pristine && random.OneIn(2))
        {
            _mutator.MutateHeader(random);
            _mutator.MutateMoving(random);
        }

        int length = random.OneIn(16) ? random.Of((ReadOnlySpan<int>)[1, 4095, 4097, 8192]) : DirectoryPage.PageSize;
        _dead.Leave(length, withSemaphore: random.OneIn(2), image =>
        {
            for (int i = pristine ? 0 : random.Between(1, 3); i > 0; i--)
            {
                image.Mutate(random, random.Of(_fields));
            }

            if (random.OneIn(16))
            {
                // As if its maker had died before the page was named.
                image.Write(0, 0UL);
            }
        });
        try
        {
            using FrameRingWriter? writer = TryStart(outcomes, out FrameRingException? refusal);
            FuzzViolation.Require(writer is not null || !pristine || length != DirectoryPage.PageSize, $"a whole directory was refused: {refusal?.Message}");
            if (writer is not null)
            {
                ThrowUnlessWorking(writer);
            }
        }
        finally
        {
            _dead.CleanUp();
            _old.SegmentImage.Restore();
        }
    }

    public void Dispose()
    {
        _dead.Dispose();
        _old.Dispose();
    }

    private FrameRingWriter? TryStart(Outcomes outcomes, out FrameRingException? refusal)
    {
        refusal = null;
        try
        {
            FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions { Name = _dead.Name, SlotCount = 2, SlotSize = 4096, HugePages = HugePagePolicy.Off });
            outcomes.Count("started");
            return writer;
        }
        catch (FrameRingException e)
        {
            outcomes.Count(e);
            refusal = e;
            return null;
        }
    }

    private void ThrowUnlessWorking(FrameRingWriter writer)
    {
        FuzzViolation.Require(writer.TryClaim(4096, out SlotClaim claim) == ClaimStatus.Ok, "no slot in a new ring");
        FrameMetadata frame = new() { Format = new('G', 'R', 'E', 'Y'), CodedWidth = 64, CodedHeight = 64, Crop = new(0, 0, 64, 64), PlaneCount = 1, BytesUsed = 4096 };
        frame.SetPlane(0, new(0, 64));
        claim.Data.Fill(77);
        ulong sequence = claim.Publish(frame);
        FuzzViolation.Require(sequence is >= 1 and <= IndexEntry.MaxSequence, $"the first frame has the number {sequence}");
        AttachStatus status = FrameRingReader.TryAttach(_dead.Name, new FrameRingReaderOptions(), TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader);
        FuzzViolation.Require(status == AttachStatus.Ok, $"a newcomer to the new ring: {status}");
        using (reader)
        {
            ReadStatus read = reader!.WaitNext(TimeSpan.Zero, CancellationToken.None, out FrameView view);
            FuzzViolation.Require(read == ReadStatus.Ok && view.Sequence == sequence && !view.GetPlane(0).ContainsAnyExcept((byte)77), $"the new ring's frame: {read}");
        }
    }
}
