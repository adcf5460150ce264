using FrameRing.SystemV;
using FrameRing.Testing;

namespace FrameRing.Tests.SystemV;

public unsafe class SharedMemorySegmentTests : SystemVTest
{
    [Fact]
    public void A_key_is_created_once_and_opened_by_everybody()
    {
        int key = NewKey();
        Assert.False(SharedMemorySegment.TryOpen(key, out _));
        SharedMemorySegment created = Own(SharedMemorySegment.Create(key, 5000, Mode));
        Assert.False(SharedMemorySegment.TryCreate(key, 5000, Mode, out _));
        Assert.Equal(FrameRingError.AlreadyExists, Assert.Throws<FrameRingException>(() => SharedMemorySegment.Create(key, 5000, Mode)).Error);
        Assert.Equal(created, SharedMemorySegment.Open(key));
        created.Remove();
        Assert.Equal(FrameRingError.NotFound, Assert.Throws<FrameRingException>(() => SharedMemorySegment.Open(key)).Error);
    }

    [Fact]
    public void The_private_key_is_refused_where_it_would_mislead()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedMemorySegment.TryOpen(0, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedMemorySegment.TryCreate(0, 1, Mode, out _));
    }

    [Fact]
    public void Status_tells_what_was_asked_for_and_what_happened()
    {
        int key = NewKey();
        DateTimeOffset before = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 1);
        SharedMemorySegment segment = Own(SharedMemorySegment.Create(key, 5000, (UnixFileMode)0x1A0));
        SharedMemoryStatus status = segment.GetStatus();
        uint uid = Tmds.Linux.LibC.geteuid(), gid = Tmds.Linux.LibC.getegid();
        Assert.Equal((key, 5000L, (UnixFileMode)0x1A0), (status.Key, status.Size, status.Mode));
        Assert.Equal((uid, gid, uid, gid), (status.OwnerUid, status.OwnerGid, status.CreatorUid, status.CreatorGid));
        Assert.Equal((Environment.ProcessId, 0, 0L), (status.CreatorPid, status.LastOperatorPid, status.AttachCount));
        Assert.Null(status.LastAttachTime);
        Assert.True(status.ChangeTime >= before);

        segment.Attach().Dispose();
        status = segment.GetStatus();
        Assert.Equal(Environment.ProcessId, status.LastOperatorPid);
        Assert.True(status.LastAttachTime >= before && status.LastDetachTime >= status.LastAttachTime);
        Assert.False(status.IsMarkedForRemoval || status.IsLocked);
    }

    [Fact]
    public void Mappings_are_counted_and_detached_once()
    {
        SharedMemorySegment segment = NewSegment();
        SharedMemoryAttachment first = segment.Attach();
        SharedMemoryAttachment second = segment.Attach(SharedMemoryAttachOptions.ReadOnly);
        Assert.Equal(2, segment.GetAttachCount());
        Assert.Equal((false, true), (first.IsReadOnly, second.IsReadOnly));
        first.Dispose();
        first.Dispose();
        Assert.Equal(1, segment.GetAttachCount());
        Assert.Throws<ObjectDisposedException>(() => (nint)first.DangerousPointer);
        second.Dispose();
        Assert.Equal(0, segment.GetAttachCount());
    }

    [Fact]
    public void Two_mappings_show_the_same_bytes_and_slices_are_checked()
    {
        SharedMemorySegment segment = NewSegment(5000);
        using SharedMemoryAttachment writer = segment.Attach();
        using SharedMemoryAttachment reader = segment.Attach(SharedMemoryAttachOptions.ReadOnly);
        Assert.False(reader.Slice(0, 5000).ContainsAnyExcept((byte)0));
        writer.Slice(4999, 1)[0] = 7;
        Assert.Equal(7, reader.DangerousPointer[4999]);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Slice(4999, 2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Slice(-1, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Slice(5001, 0).Length);
        Assert.True(reader.Slice(5000, 0).IsEmpty);
    }

    [Fact]
    public void A_write_through_a_read_only_mapping_kills_the_writer_and_changes_nothing()
    {
        SharedMemorySegment segment = NewSegment();
        using SharedMemoryAttachment attachment = segment.Attach();
        *attachment.DangerousPointer = 42;
        using ChildProcess child = ChildProcess.Peer("attach-ro-and-write", $"{segment.Id}");
        child.Expect("read 42");

        // The runtime turns the SIGSEGV of managed code into an abort: 128 + SIGABRT.
        Assert.Equal(134, child.Finish());
        Assert.Equal(42, *attachment.DangerousPointer);
        Assert.Equal(1, segment.GetAttachCount());
    }

    [Fact]
    public void A_write_from_C_through_a_read_only_mapping_is_SIGSEGV()
    {
        Assert.SkipUnless(Cc.IsAvailable, Cc.MissingReason);
        SharedMemorySegment segment = NewSegment();
        (int code, string output) = Cc.CompileAndRun($$"""
            #include <signal.h>
            #include <stdlib.h>
            #include <sys/shm.h>
            #include <unistd.h>
            static void end(int number) { _exit(number == SIGSEGV ? 77 : 1); }
            int main(void)
            {
                volatile char *bytes = shmat({{segment.Id}}, NULL, SHM_RDONLY);
                if (bytes == (void *)-1) return 2;
                if (bytes[0] != 0) return 3;
                signal(SIGSEGV, end);
                bytes[0] = 1;
                return 0;
            }
            """);
        Assert.True(code == 77, $"{code} {output}");
    }

    [Fact]
    public void A_removed_segment_lives_until_the_last_detach_and_is_reached_by_its_id()
    {
        int key = NewKey();
        SharedMemorySegment segment = Own(SharedMemorySegment.Create(key, 4096, Mode));
        using (SharedMemoryAttachment attachment = segment.Attach())
        {
            *attachment.DangerousPointer = 5;
            segment.Remove();
            segment.Remove();
            Assert.False(SharedMemorySegment.TryOpen(key, out _));
            Assert.True(segment.GetStatus().IsMarkedForRemoval);
            Assert.Equal(0, segment.GetStatus().Key);

            using ChildProcess child = ChildProcess.Peer("attach-and-increment", $"{segment.Id}");
            child.Expect("read 5");
            Assert.Equal(6, *attachment.DangerousPointer);
            Assert.Equal(2, segment.GetAttachCount());
            child.Kill();
            Assert.Equal(1, segment.GetAttachCount());
        }

        Assert.False(segment.TryGetStatus(out _));
        Assert.False(segment.TryAttach(SharedMemoryAttachOptions.ReadOnly, out _));
        Assert.Equal(FrameRingError.NotFound, Assert.Throws<FrameRingException>(() => segment.GetStatus()).Error);
        Assert.Equal(FrameRingError.NotFound, Assert.Throws<FrameRingException>(() => segment.Attach()).Error);
        Assert.Equal(0, segment.GetAttachCount());
    }

    [Fact]
    public void Mode_and_owner_can_be_changed_one_by_one()
    {
        SharedMemorySegment segment = NewSegment();
        segment.SetOwnership(mode: (UnixFileMode)0x100);
        SharedMemoryStatus status = segment.GetStatus();
        Assert.Equal(((UnixFileMode)0x100, Tmds.Linux.LibC.geteuid().ToString()), (status.Mode, status.OwnerUid.ToString()));
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Giving a segment away needs root.");
        segment.SetOwnership(ownerUid: 65534, ownerGid: 65533);
        status = segment.GetStatus();
        Assert.Equal(((UnixFileMode)0x100, 65534u, 65533u, 0u), (status.Mode, status.OwnerUid, status.OwnerGid, status.CreatorUid));
    }

    [Fact]
    public void Locking_shows_in_the_status()
    {
        SharedMemorySegment segment = NewSegment();
        segment.Lock();
        Assert.True(segment.GetStatus().IsLocked);
        segment.Unlock();
        Assert.False(segment.GetStatus().IsLocked);
    }

    [Fact]
    public void An_address_can_be_wished_rounded_and_taken_over()
    {
        // Far below where the kernel places mappings by itself: no other thread's mapping takes the place meanwhile, or is taken over.
        nint free = unchecked((nint)0x20_0000_0000);
        SharedMemorySegment segment = NewSegment();
        using (SharedMemoryAttachment probe = segment.Attach(address: free))
        {
            *probe.DangerousPointer = 1;
            Assert.Equal(free, (nint)probe.DangerousPointer);
            SharedMemorySegment other = NewSegment();
            FrameRingException taken = Assert.Throws<FrameRingException>(() => other.Attach(address: free));
            Assert.Equal(FrameRingError.InvalidArgument, taken.Error);
            Assert.Contains("in use", taken.Message);
        }

        FrameRingException unaligned = Assert.Throws<FrameRingException>(() => segment.Attach(address: free + 1));
        Assert.Contains("SHM_RND", unaligned.Remedy);
        using SharedMemoryAttachment rounded = segment.Attach(SharedMemoryAttachOptions.RoundAddress, free + 1);
        Assert.Equal(free, (nint)rounded.DangerousPointer);

        // The mapping that is taken over is gone without a detach of its own, so one handle must own the address: the new one.
        SharedMemorySegment second = NewSegment();
        SharedMemoryAttachment replacing = second.Attach(SharedMemoryAttachOptions.Remap, free);
        Assert.Equal((0L, 1L), (segment.GetAttachCount(), second.GetAttachCount()));
        Assert.Equal(0, *rounded.DangerousPointer);
        rounded.SetHandleAsInvalid();
        replacing.Dispose();
        Assert.Equal(0, second.GetAttachCount());
    }

    [Fact]
    public void Executable_memory_is_mapped_executable()
    {
        SharedMemorySegment segment = NewSegment(mode: (UnixFileMode)0x1F8);
        using SharedMemoryAttachment attachment = segment.Attach(SharedMemoryAttachOptions.Execute);
        string address = $"{(nint)attachment.DangerousPointer:x}-";
        Assert.Contains(File.ReadLines("/proc/self/maps"), line => line.TrimStart('0').StartsWith(address, StringComparison.Ordinal) && line.Contains(" rwxs "));
    }
}
