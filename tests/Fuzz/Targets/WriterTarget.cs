using FrameRing.Fuzz.Core;
using FrameRing.Layout;
using FrameRing.Writing;

namespace FrameRing.Fuzz.Targets;

/// <summary>
/// A producer at work whose segment and directory somebody else with write access damages. It believes its own book and not what it
/// has written, so it publishes, changes its generation and ends, and nothing of it stays.
/// </summary>
internal sealed class WriterTarget : IFuzzTarget
{
    private readonly Field[] _fields = FieldMap.Of<DirectoryPage>();

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        using (SampleRing ring = new(0, 4, 16384))
        {
            SegmentMutator mutator = new(ring);
            mutator.MutateMoving(random);
            if (random.OneIn(4))
            {
                mutator.MutateHeader(random);
            }

            // The name in the page and the index word of the newest frame are what the end of a ring looks at.
            Field newest = new("Index", (int)ring.Geometry.IndexPosition(SampleRing.Frames), 8);
            ring.SegmentImage.Write(newest, random.OneIn(2) ? ring.SegmentImage.Read(newest) : IndexEntry.Pack(SampleRing.Frames, random.Below(65536)));
            for (int i = random.Below(4); i > 0; i--)
            {
                ring.DirectoryImage.Mutate(random, random.Of(_fields));
            }

            Use(ring.Writer, random, outcomes);
            ring.LeaveAsItIs();
        }

        FuzzViolation.Require(!DeadRing.CleanUp(SampleRing.NameOf(Environment.ProcessId, 0)), "the name is still there after the writer's end");
    }

    public void Dispose()
    {
    }

    private static void Use(FrameRingWriter writer, FuzzRandom random, Outcomes outcomes)
    {
        if (random.OneIn(8))
        {
            writer.PrepareGeneration(2, 65536);
            outcomes.Count("prepared");
        }

        for (int i = random.Below(4); i > 0; i--)
        {
            FuzzViolation.Require(writer.TryClaim(random.OneIn(2) ? 4096 : writer.SlotSize, out SlotClaim claim) == ClaimStatus.Ok, "no slot");
            ulong expected = writer.Head + 1;
            FrameMetadata frame = ForgedFrame.Create(random, claim.Size);
            try
            {
                ulong sequence = claim.Publish(frame);
                FuzzViolation.Require(sequence == expected, $"frame {expected} was published as {sequence}");
                outcomes.Count("published");
            }
            catch (ArgumentException)
            {
                // The caller's mistake, not the memory's.
                outcomes.Count("metadata refused");
            }

            claim.Dispose();
        }

        FuzzViolation.Require(writer.LiveClaims == 0 && writer.AttachedReaders >= 0, "claims are left");
    }
}
