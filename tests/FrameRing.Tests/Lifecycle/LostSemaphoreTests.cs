using FrameRing.Inspection;
using FrameRing.Layout;
using FrameRing.Ownership;
using FrameRing.Reading;
using FrameRing.SystemV;
using FrameRing.Testing;
using FrameRing.Tests.Security;
using FrameRing.Tests.Support;
using FrameRing.Trust;
using FrameRing.Writing;

namespace FrameRing.Tests.Lifecycle;

/// <summary>
/// Somebody removes or resets the writer semaphore under a living producer: <c>ipcrm -s</c>, or systemd at the end of a session. Everybody must go on
/// to take the producer for alive, and nobody else may write its ring.
/// </summary>
public class LostSemaphoreTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    // The producer is another process, which rests: it does nothing that could make its semaphore anew.
    [Theory]
    [InlineData(Accident.Removed)]
    [InlineData(Accident.SetTo0)]
    [InlineData(Accident.SetTo1)]
    [InlineData(Accident.RaisedTo2)]
    public void The_ring_lives_for_everybody_and_no_second_producer_is_let_in(Accident accident)
    {
        string name = Rings.NewName();
        using ChildProcess producer = PublishOne(name);
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        RingIds before = RingIds.Of(name);
        Lose(before.WriterSet, accident);

        // Without a semaphore the process tells, and also if somebody else than the producer has set it by hand.
        Assert.True(RingCatalog.TryGet(name, out RingInfo? info));
        Assert.Equal((RingState.Live, producer.Pid), (info!.State, info.WriterPid));
        Assert.Equal(ReadStatus.TimedOut, reader.WaitNext(TimeSpan.FromMilliseconds(100), CancellationToken.None, out _));
        Assert.Equal(RemovalStatus.WriterActive, RingCatalog.Remove(name, force: false));
        using (Rings.Attach(name))
        {
        }

        FrameRingException error = Assert.Throws<FrameRingException>(() => Rings.Create(name));
        Assert.Equal(FrameRingError.WriterActive, error.Error);
        Assert.Contains($"process {producer.Pid} (", error.Message);
        Assert.Equal((before.Directory, before.Frames), (RingIds.Of(name).Directory, RingIds.Of(name).Frames));
        producer.Kill();
        Assert.Equal(ReadStatus.WriterDied, reader.WaitNext(s_limit, CancellationToken.None, out _));
        Assert.True(RingCatalog.TryGet(name, out info));
        Assert.Equal(RingState.Dead, info!.State);
        Assert.Equal(RemovalStatus.Removed, RingCatalog.Remove(name, force: false));
    }

    // Its end takes back only what it has done itself.
    [Theory]
    [InlineData(Accident.SetTo1)]
    [InlineData(Accident.RaisedTo2)]
    public void A_semaphore_that_was_raised_by_hand_keeps_no_successor_away(Accident accident)
    {
        string name = Rings.NewName();
        using ChildProcess producer = PublishOne(name);
        using FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        Lose(RingIds.Of(name).WriterSet, accident);
        producer.Kill();
        using FrameRingWriter next = Rings.Create(name);

        // Who raised it is not known to be no writer, so the old frames are left alone.
        Assert.Equal(2ul, next.Generation);
        ulong published = Rings.Publish(next);
        ReadStatus status;
        FrameView view;
        while ((status = reader.WaitNext(s_limit, CancellationToken.None, out view)) == ReadStatus.WriterDied)
        {
        }

        Assert.Equal((ReadStatus.Ok, published), (status, view.Sequence));
    }

    [Theory]
    [InlineData(Accident.Removed)]
    [InlineData(Accident.SetTo0)]
    [InlineData(Accident.SetTo1)]
    [InlineData(Accident.RaisedTo2)]
    public void A_producer_that_publishes_takes_its_lock_anew(Accident accident)
    {
        string name = Rings.NewName();
        using FrameRingWriter writer = Rings.Create(name);
        using FrameRingReader reader = Rings.Attach(name);
        RingIds before = RingIds.Of(name);
        Lose(before.WriterSet, accident);
        Deadline(
            () => new SemaphoreSet(RingIds.Of(name).WriterSet) is var set && set.TryGetValue(0, out int value) && value == 1 && set.GetLastPid(0) == Environment.ProcessId,
            () => Rings.Publish(writer));
        Assert.Equal(accident == Accident.SetTo0, before.WriterSet == RingIds.Of(name).WriterSet);
        Assert.Equal(FrameRingError.WriterActive, Assert.Throws<FrameRingException>(() => Rings.Create(name)).Error);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
    }

    // A page that names nobody who lives keeps such a semaphore neither.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public unsafe void A_raised_semaphore_beside_a_page_that_tells_nothing_keeps_no_successor_away(bool isTorn)
    {
        string name = Rings.NewName();
        using ChildProcess producer = PublishOne(name);
        RingIds before = RingIds.Of(name);
        Lose(before.WriterSet, Accident.SetTo1);
        using (SharedMemoryAttachment page = new SharedMemorySegment(before.Directory).Attach())
        {
            DirectoryPage* directory = (DirectoryPage*)page.DangerousPointer;
            directory->EntryVersion += isTorn ? 1u : 0;
            directory->Entry.WriterStartTime += isTorn ? 0ul : 1;
        }

        producer.Kill();
        using FrameRingWriter next = Rings.Create(name);
        Assert.True(Rings.Publish(next) > 1);
    }

    [Fact]
    public void Root_removes_another_users_dead_ring_whose_semaphore_was_raised()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using (Peer dead = OtherUsers.Run(OtherUsers.Somebody, "foreign-write", name))
        {
            Assert.Equal("generation 1", dead.ReadLine());
            Lose(RingIds.Of(name, OtherUsers.Somebody).WriterSet, Accident.SetTo1);
            Assert.Equal(RemovalStatus.WriterActive, RingCatalog.Remove(name, force: false));
            dead.Kill();
            dead.WaitForExit();
        }

        Assert.Equal(RemovalStatus.Removed, RingCatalog.Remove(name, force: false));
    }

    // Its semaphore's key is a stranger's by then. Root removes that set; others go on without one.
    [Theory]
    [InlineData(0u)]
    [InlineData(OtherUsers.Somebody)]
    public void A_strangers_set_under_the_key_stops_no_living_producer(uint user)
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using Peer producer = OtherUsers.Run(user, "publish-often", name);
        Assert.Equal("ready", producer.ReadLine());
        new SemaphoreSet(RingIds.Of(name, user).WriterSet).Remove();
        using Squatter squatter = Squatter.OnSet(RingName.ToKey(name), 1);
        using FrameRingReader reader = Rings.AttachWith(name, new FrameRingReaderOptions { TrustedOwners = [user] });
        Deadline(
            () => user != 0 || !new SemaphoreSet(squatter.Id).TryGetStatus(out _),
            () => Assert.Equal(ReadStatus.Ok, reader.WaitNext(s_limit, CancellationToken.None, out _)));
        Assert.True(RingCatalog.TryGet(name, out RingInfo? info));
        Assert.Equal(RingState.Live, info!.State);
        Assert.Equal(0, producer.Finish());
        if (user != 0)
        {
            squatter.AssertUntouched();
        }
    }

    // One's own ring can be removed, whoever has the key of its semaphore by then.
    [Fact]
    public void A_dead_ring_can_be_removed_beside_a_strangers_set()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using (Peer dead = OtherUsers.Run(OtherUsers.Somebody, "foreign-write", name))
        {
            Assert.Equal("generation 1", dead.ReadLine());
            new SemaphoreSet(RingIds.Of(name, OtherUsers.Somebody).WriterSet).Remove();
            dead.Kill();
            dead.WaitForExit();
        }

        using Squatter squatter = Squatter.OnSet(RingName.ToKey(name), 1, value: 1);
        Assert.Equal("Removed", OtherUsers.Ask(OtherUsers.Somebody, "foreign-remove", name));
        Assert.False(SharedMemorySegment.TryOpen(RingName.ToKey(name), out _));
        Assert.False(SemaphoreSet.TryOpen(RingName.ToKey(name, ReaderSemaphores.Part), out _));
        squatter.AssertUntouched();
    }

    // It is in another PID namespace, so nobody here can ask for its process: a second producer is let in. Each of them must not spoil the other's frames.
    [Fact]
    public void A_producer_that_was_replaced_ends_and_leaves_the_others_ring_whole()
    {
        OtherUsers.SkipUnlessRoot();
        string name = Rings.NewName();
        using FrameRingReader reader = StartInPidNamespace(name, out ChildProcess first);
        using (first)
        {
            // Number and start time of the entry mean nothing here. Only its number is shown then, and no command of another process.
            Assert.True(RingCatalog.TryGet(name, out RingInfo? info));
            Assert.Equal((RingState.Live, null), (info!.State, info.WriterCommand));
            RingIds before = RingIds.Of(name);
            new SemaphoreSet(before.WriterSet).Remove();
            using FrameRingWriter second = Rings.Create(name);
            first.Expect("replaced WriterActive");
            RingIds after = RingIds.Of(name);

            // Nobody has proved that the first is dead, so its frames are not written into.
            Assert.Equal((before.Directory, 2ul), (after.Directory, second.Generation));
            Assert.NotEqual(before.Frames, after.Frames);
            ulong published = Rings.Publish(second);
            Assert.True(RingCatalog.TryGet(name, out info));
            Assert.Equal((RingState.Live, Environment.ProcessId, published), (info!.State, info.WriterPid, info.Segment!.Head));
            Assert.Equal(1, new SemaphoreSet(after.WriterSet).GetValue(0));
        }
    }

    // It looked at the old writer and found it dead; then its lock is taken away and another one starts and adopts.
    [Fact]
    public void A_producer_that_loses_its_lock_while_it_adopts_fails_and_the_other_goes_on()
    {
        string name = Rings.NewName();
        using FrameRingReader reader = LeaveDead(name);
        using ChildProcess slow = ChildProcess.StoppingPeer("StartSegmentFound", "publish", name, "4", "1");
        Assert.True(SpinWait.SpinUntil(slow.TakeStopped, s_limit));
        Assert.True(SemaphoreSet.TryOpen(RingName.ToKey(name), out SemaphoreSet set));
        set.Remove();

        // Its own semaphore is not the one that died with the old writer, so it adopts nothing.
        using FrameRingWriter fast = Rings.Create(name);
        Assert.Equal(2ul, fast.Generation);
        slow.Continue();
        Assert.Contains("semaphore", slow.ReadToEnd() + slow.Errors);
        ulong published = Rings.Publish(fast);
        Assert.True(published > 1);
        ReadStatus status;
        FrameView view;
        while ((status = reader.WaitNext(s_limit, CancellationToken.None, out view)) == ReadStatus.WriterDied)
        {
        }

        Assert.Equal((ReadStatus.Ok, published), (status, view.Sequence));
    }

    [Fact]
    public void A_process_lives_as_long_as_nobody_can_tell()
    {
        string peer = Path.Combine(AppContext.BaseDirectory, "FrameRing.TestPeer");
        using ChildProcess look = new("sh", ["-c", $"ulimit -n 200; exec '{peer}' look-without-descriptors"]);
        look.Expect("True");
        Assert.Equal(0, look.Finish());
    }

    [Fact]
    public void A_process_that_has_ended_and_is_still_listed_is_dead()
    {
        using ChildProcess parent = new("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"]);
        int pid = int.Parse(parent.ReadLine(), System.Globalization.CultureInfo.InvariantCulture);
        ProcessIdentity child = ProcessIdentity.Of(pid);
        Deadline(() => File.ReadAllText($"/proc/{parent.Pid}/comm") == "sleep\n", () => Thread.Yield());
        Assert.True(child.IsAlive);

        // Its parent is no shell any more and does not ask for its result.
        Assert.Equal(0, Tmds.Linux.LibC.kill(pid, Tmds.Linux.LibC.SIGKILL));
        Deadline(() => File.ReadAllText($"/proc/{pid}/stat").Contains(") Z "), () => Thread.Yield());
        Assert.False(child.IsAlive);
        Assert.False(ProcessIdentity.Of(pid).IsAlive);
        Assert.True(ProcessIdentity.Of(parent.Pid).IsAlive);
        Assert.True(ProcessIdentity.Current.IsAlive);
        Assert.False((ProcessIdentity.Current with { StartTime = 1 }).IsAlive);
    }

    // By another process, as a person would; it has ended afterwards.
    private static void Lose(int set, Accident accident)
    {
        if (accident == Accident.Removed)
        {
            new SemaphoreSet(set).Remove();
            return;
        }

        Assert.True(new SemaphoreSet(set).TryGetStatus(out SemaphoreSetStatus status));
        (string verb, string said) = accident == Accident.RaisedTo2 ? ("raise-semaphore", "Ok") : ("set-value", "set");
        string[] arguments = accident switch
        {
            Accident.SetTo0 => [$"{set}", "0"],
            Accident.SetTo1 => [$"{set}", "1"],
            _ => [$"{status.Key}"],
        };
        using ChildProcess hand = ChildProcess.Peer([verb, .. arguments]);
        hand.Expect(said);
        Assert.Equal(0, hand.Finish());
    }

    private static ChildProcess PublishOne(string name)
    {
        ChildProcess producer = ChildProcess.Peer("publish", name, "4", "1");
        producer.Expect("ready");
        producer.WriteLine("go");
        producer.Expect("published");
        return producer;
    }

    private static FrameRingReader LeaveDead(string name)
    {
        using ChildProcess first = PublishOne(name);
        FrameRingReader reader = Rings.Attach(name);
        Assert.Equal(ReadStatus.Ok, Rings.Next(reader, out _));
        first.Kill();
        return reader;
    }

    private static FrameRingReader StartInPidNamespace(string name, out ChildProcess producer)
    {
        producer = new("unshare", ["--pid", "--fork", "--kill-child", "--mount-proc", Path.Combine(AppContext.BaseDirectory, "FrameRing.TestPeer"), "publish-often", name]);
        Assert.SkipUnless(producer.ReadLineAsync().GetAwaiter().GetResult() == "ready", "PID namespaces cannot be made here (unshare --pid)");
        return Rings.Attach(name);
    }

    private static void Deadline(Func<bool> isDone, Action step)
    {
        long start = Environment.TickCount64;
        while (!isDone())
        {
            Assert.True(Environment.TickCount64 - start < s_limit.TotalMilliseconds, "nothing came of it");
            step();
        }
    }
}
