using FrameRing.Inspection;
using FrameRing.Ownership;
using FrameRing.Segments;
using FrameRing.SystemV;
using FrameRing.Tests.Support;
using FrameRing.Writing;

namespace FrameRing.Tests.Lifecycle;

/// <summary>Something else of the same user has keys of a ring's parts; of another user, see <c>Security</c>.</summary>
public class TakenKeyTests
{
    [Fact]
    public void Those_of_the_segments_are_done_without()
    {
        string name = Rings.NewName();
        SharedMemorySegment frames = SharedMemorySegment.Create(RingName.ToKey(name, TransientSegment.FramePart), 100, (UnixFileMode)0b110_000_000);
        SharedMemorySegment leases = SharedMemorySegment.Create(RingName.ToKey(name, TransientSegment.LeasePart), 100, (UnixFileMode)0b110_000_000);
        try
        {
            // Made by a living process, so neither is a leftover.
            using FrameRingWriter writer = Rings.CreateWithLeases(name);
            Assert.Equal(1ul, Rings.Publish(writer));
            Assert.Equal((100L, 100L), (frames.GetStatus().Size, leases.GetStatus().Size));
        }
        finally
        {
            frames.Remove();
            leases.Remove();
        }
    }

    [Fact]
    public void That_of_the_reader_semaphores_is_named()
    {
        string name = Rings.NewName();
        SemaphoreSet squatter = SemaphoreSet.Create(RingName.ToKey(name, ReaderSemaphores.Part), 3, (UnixFileMode)0b110_000_000);
        try
        {
            FrameRingException error = Assert.Throws<FrameRingException>(() => Rings.CreateWithLeases(name));
            Assert.Equal(FrameRingError.ForeignObject, error.Error);
            Assert.Contains("ipcrm -S", error.Message);
            Assert.Equal(3, squatter.GetStatus().Count);

            // Without leases it is not in the way.
            using (Rings.Create(name))
            {
            }

            // Nor is it taken for something of the ring's when that is removed.
            RingCatalog.Remove(name, force: true);
            Assert.Equal(3, squatter.GetStatus().Count);
        }
        finally
        {
            squatter.Remove();
        }
    }
}
