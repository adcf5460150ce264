using FrameRing.Fuzz.Core;
using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Reading;
using FrameRing.Writing;

namespace FrameRing.Fuzz.Targets;

/// <summary>A successor at work: it has each of its slots once, its numbers go up, and the reader that stayed gets its frames whole.</summary>
internal sealed unsafe class AdoptionUse(FrameRingWriter writer, FrameRingReader reader, SegmentGeometry geometry, Outcomes outcomes)
{
    private const int FrameSize = 64 * 64;

    private readonly ulong _first = writer.Head + 1;
    private ulong _last;
    private bool _goesOn;

    /// <summary>Some rounds through all slots, and the end.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="goesOn">Whether numbers go on: after a damaged directory they may begin anew, and the old segment has frames of the same ones.</param>
    /// <param name="follows">Whether the reader must come along.</param>
    internal void Run(FuzzRandom random, bool goesOn, bool follows)
    {
        _goesOn = goesOn;
        Read(random.Below(4));
        for (int round = random.Between(1, 2); round > 0; round--)
        {
            DetachedClaim[] claims = ClaimAll();
            for (int slot = 0; slot < claims.Length; slot++)
            {
                // Not all of a round, or it would take the frame before from under a reader that has not come to it yet.
                if (slot < claims.Length - 1 && random.OneIn(8))
                {
                    FuzzViolation.Require(writer.TryAbandon(claims[slot]), "a claim cannot be given back");
                    continue;
                }

                Publish(claims[slot]);
                Read(random.Below(3));
            }
        }

        for (int i = 0; i < 16 && _last != writer.Head; i++)
        {
            Read(1);
        }

        FuzzViolation.Require(_last == writer.Head || !follows || writer.Head < _first, $"the reader that stayed does not get frame {writer.Head}");
        writer.End();
        Read(2);
        writer.Dispose();
        Read(2);
        FuzzViolation.Require(writer.LiveClaims == 0 && WriterLock.Find(RingName.ToKey(writer.Name)) < 0, "something is left of the producer");
    }

    private DetachedClaim[] ClaimAll()
    {
        DetachedClaim[] claims = new DetachedClaim[writer.SlotCount];
        HashSet<int> slots = [];
        for (int i = 0; i < claims.Length; i++)
        {
            ClaimStatus status = writer.TryClaim(FrameSize, out SlotClaim claim);
            FuzzViolation.Require(status == ClaimStatus.Ok, $"{i} slots of {claims.Length} can be claimed: {status}");
            claim.Data.Fill((byte)(writer.Head + 1 + (ulong)i));
            claims[i] = claim.Detach();
            FuzzViolation.Require((uint)claims[i].Slot < (uint)claims.Length && slots.Add(claims[i].Slot), $"slot {claims[i].Slot} was given twice");
        }

        FuzzViolation.Require(writer.TryClaim(FrameSize, out _) == ClaimStatus.NoFreeSlot, "there are more slots than there are");
        return claims;
    }

    private void Publish(DetachedClaim detached)
    {
        ulong expected = writer.Head + 1;
        FuzzViolation.Require(writer.TryResume(detached, out SlotClaim claim), "a claim is not there any more");
        claim.Data.Fill((byte)expected);
        FrameMetadata frame = new() { Format = new('G', 'R', 'E', 'Y'), CodedWidth = 64, CodedHeight = 64, Crop = new(0, 0, 64, 64), PlaneCount = 1, BytesUsed = FrameSize };
        frame.SetPlane(0, new(0, 64));
        ulong sequence = claim.Publish(frame);
        FuzzViolation.Require(sequence == expected, $"frame {expected} was published as {sequence}");
    }

    // Frames of the dead producer are whatever stands there now, as long as they lie in their slots.
    private void Read(int count)
    {
        for (int i = 0; i < count; i++)
        {
            try
            {
                ReadStatus status = reader.WaitNext(TimeSpan.FromMicroseconds(1), CancellationToken.None, out FrameView view);
                FuzzViolation.Require(Enum.IsDefined(status), $"status {status}");
                outcomes.Count(status);
                if (status == ReadStatus.Ok)
                {
                    SegmentGeometry.TryCreate(reader.SlotCount, reader.SlotSize, out SegmentGeometry now);
                    FuzzViolation.Require(now == geometry || reader.Generation == writer.Generation, "the reader believes in other limits");
                    ViewProbe.Touch(view, null, null, now);
                    _last = view.Sequence;
                    FuzzViolation.Require(_last < _first || !_goesOn || !view.GetPlane(0).ContainsAnyExcept((byte)_last) || view.Validate() != ReadStatus.Ok, $"frame {_last} is another one's");
                }
            }
            catch (FrameRingException e)
            {
                outcomes.Count(e);
            }
        }
    }
}
