using FrameRing.SystemV;
using FrameRing.Testing;
using FrameRing.Writing;

namespace FrameRing.TestPeer;

/// <summary>Does on purpose what the fault tests are there to find, each in its own way.</summary>
internal static class RogueWriter
{
    /// <summary>Goes on with a ring and publishes one frame whose last byte is not that of its number.</summary>
    internal static int PublishWrongFrame(string name, int slots)
    {
        using FrameRingWriter writer = FaultWriter.Create(name, "live", slots, "off");
        writer.TryClaim(SignedFrames.Bytes, out SlotClaim claim);
        SignedFrames.Fill(claim.Data[..SignedFrames.Bytes], writer.Head + 1, SignedFrames.NewSigner());
        claim.Data[SignedFrames.Bytes - 1]++;
        claim.Publish(SignedFrames.Describe(SignedFrames.Width));
        Console.WriteLine("published");
        Console.In.ReadLine();
        return 0;
    }

    /// <summary>Forgets the directory, as a start that does not look for what readers have seen would, so that numbers begin at 1 again.</summary>
    internal static int PublishNumberAgain(string name, int slots)
    {
        SharedMemorySegment.Open(RingName.ToKey(name)).Remove();
        using FrameRingWriter writer = FaultWriter.Create(name, "live", slots, "off");
        SignedFrames.Publish(writer, SignedFrames.NewSigner());
        Console.WriteLine("published");
        Console.In.ReadLine();
        return 0;
    }

    /// <summary>Makes a segment and is killed before it removes it.</summary>
    internal static int LeaveSegment()
    {
        SharedMemorySegment segment = SharedMemorySegment.CreatePrivate(1, (UnixFileMode)0x180);
        Console.WriteLine(segment.Id);
        Console.In.ReadLine();
        return 0;
    }
}
