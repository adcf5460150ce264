using FrameRing.SystemV;
using FrameRing.Testing;

namespace FrameRing.Tests.Support;

/// <summary>The means of testing must notice what they are there to notice.</summary>
public class TestingTests
{
    [Fact]
    public void A_left_segment_and_a_left_set_are_found()
    {
        LeakCheck check = new();
        SharedMemorySegment segment = SharedMemorySegment.CreatePrivate(1, (UnixFileMode)0x180);
        SemaphoreSet set = SemaphoreSet.CreatePrivate(1, (UnixFileMode)0x180);
        string message = Assert.Throws<InvalidOperationException>(check.Dispose).Message;
        segment.Remove();
        set.Remove();
        Assert.Equal($"Left behind: sem {set.Id}, shm {segment.Id}.", message);
        check.Dispose();
    }

    [Fact]
    public void A_ring_that_a_test_leaves_is_named()
    {
        string name = Rings.NewName();
        NothingLeftAttribute watch = new();
        watch.Before(null!, null!);
        using (Rings.Create(name))
        {
            string message = Assert.Throws<InvalidOperationException>(() => watch.Check(TimeSpan.Zero)).Message;
            Assert.Contains($"{name} (Live)", message);
        }

        watch.Check(TimeSpan.Zero);
    }

    [Fact]
    public void A_child_that_does_not_end_is_killed_and_the_test_fails()
    {
        using ChildProcess child = new("sleep", ["1000"], TimeSpan.FromMilliseconds(50));
        Assert.Contains("killed by the watchdog", Assert.Throws<InvalidOperationException>(() => child.Expect("never")).Message);
    }

    [Fact]
    public void What_a_child_says_about_its_failure_is_in_the_failure()
    {
        using ChildProcess child = new("sh", ["-c", "echo because >&2; echo other; read line"]);
        string message = Assert.Throws<InvalidOperationException>(() => child.Expect("this")).Message;
        Assert.Contains("said 'other' instead of 'this'", message);
        Assert.Equal(1, child.Finish());
        Assert.Contains("because", Assert.Throws<InvalidOperationException>(child.ReadLine).Message);
    }

    [Fact]
    public void The_limits_of_the_machine_are_not_changed_by_mistake() =>
        Assert.Throws<InvalidOperationException>(() => IpcNamespace.SetLimit("shmmni", $"1"));
}
