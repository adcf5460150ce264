using System.Diagnostics;
using FrameRing.Fuzz.Core;
using FrameRing.Layout;
using FrameRing.SystemV;
using FrameRing.Writing;

namespace FrameRing.Fuzz.Targets;

/// <summary>A ring that offers leases, with little patience, and what its producer must be able to do whatever stands in the lease segment.</summary>
internal sealed class LeasedRing(int number, Delivery delivery) : IDisposable
{
    private const int FrameSize = 64 * 64;

    // Generous, since the machine may be busy; what never ends is far above it.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private static readonly CancellationToken s_canceled = new(canceled: true);

    private LeaseMemory? _memory;

    internal SampleRing Ring { get; } = new(number, 4, 16384, options => options with
    {
        Leases = true,
        Delivery = delivery,
        LeaseTimeout = TimeSpan.FromMicroseconds(50),
        ReaderTimeout = TimeSpan.FromMilliseconds(1),
    });

    internal LeaseMemory Memory => _memory ??= new LeaseMemory(Ring);

    internal bool IsLossless => delivery == Delivery.Lossless;

    /// <summary>A frame of one value. A live producer gets a slot in the lease timeout, a lossless one that waits in the readers' timeout.</summary>
    internal void Publish(FuzzRandom random, Outcomes outcomes, bool waits)
    {
        FrameRingWriter writer = Ring.Writer;
        long since = Stopwatch.GetTimestamp();
        ClaimStatus status;
        SlotClaim claim;
        do
        {
            status = IsLossless && waits ? writer.Claim(FrameSize, CancellationToken.None, out claim)
                : random.OneIn(2) ? writer.Claim(FrameSize, s_canceled, out claim) : writer.TryClaim(FrameSize, out claim);
            FuzzViolation.Require(status is ClaimStatus.Ok or ClaimStatus.KeptByReaders, $"a claim: {status}");
            FuzzViolation.Require(Stopwatch.GetElapsedTime(since) < s_patience, $"readers keep a {delivery} producer from its slots: {status}");
        }
        while (status != ClaimStatus.Ok && !IsLossless);

        outcomes.Count(status);
        if (status == ClaimStatus.Ok)
        {
            ulong expected = writer.Head + 1;
            claim.Data.Fill((byte)expected);
            FrameMetadata frame = new() { Format = new('G', 'R', 'E', 'Y'), CodedWidth = 64, CodedHeight = 64, Crop = new(0, 0, 64, 64), PlaneCount = 1, BytesUsed = FrameSize };
            frame.SetPlane(0, new(0, 64));
            FuzzViolation.Require(claim.Publish(frame) == expected, $"frame {expected} has another number");
        }
        else
        {
            FuzzViolation.Require(!waits, $"a claim that waits came back with {status}");
        }
    }

    /// <summary>After the last reader of this process: an entry that is still held is lost to the ring for as long as the process lives.</summary>
    internal void RequireNobody()
    {
        Span<ushort> held = stackalloc ushort[LeaseGeometry.EntryCount];
        new SemaphoreSet(Ring.Entry.ReaderSemaphoreId).GetValues(held);
        FuzzViolation.Require(!held.ContainsAnyExcept((ushort)0), "a reader that is gone holds its entry");
        FuzzViolation.Require(Ring.Writer.LiveClaims == 0 && Ring.Writer.LosslessReaders == 0, "something of the iteration is left");
    }

    public void Dispose()
    {
        _memory?.Image.RestoreAll();
        _memory?.Dispose();
        Ring.Dispose();
    }
}
