using FrameRing.SystemV;
using FrameRing.TestPeer;

// The other process of the cross-process tests. A verb and its arguments; says "ready" on standard output when it is where the test
// wants it, and ends when standard input closes unless the verb ends by itself. "as USER GROUP" before it: as that user, by number.
if (args is ["as", var user, var group, .. var rest])
{
    if (!UserChange.TryBecome(uint.Parse(user), uint.Parse(group)))
    {
        return 3;
    }

    args = rest;
}

return args switch
{
    ["publish", var name, var slots, var count] => Peers.Publish(name, int.Parse(slots), long.Parse(count), "plain"),
    ["publish", var name, var slots, var count, var kind] => Peers.Publish(name, int.Parse(slots), long.Parse(count), kind),
    ["publish-often", var name] => Peers.PublishOften(name),
    ["lease", var name, var sequence] => Peers.Lease(name, ulong.Parse(sequence)),
    ["read-lossless", var name, var count] => Peers.ReadLossless(name, ulong.Parse(count)),
    ["read", var name] => Peers.Read(name),
    ["write-through-reader", var name] => Peers.WriteThroughReader(name),
    ["fault-write", var name, var kind, var slots, var pages] => FaultWriter.Run(name, kind, int.Parse(slots), pages),
    ["fault-read", var name, var kind] => FaultReader.Run(name, kind),
    ["fault-look", var name, var kind] => FaultReader.Run(name, kind, isSigned: false),
    ["fault-endless", var name, var kind, var slots] => FaultWriter.RunForEver(name, kind, int.Parse(slots)),
    ["fault-wrong-frame", var name, var slots] => RogueWriter.PublishWrongFrame(name, int.Parse(slots)),
    ["fault-number-again", var name, var slots] => RogueWriter.PublishNumberAgain(name, int.Parse(slots)),
    ["fault-leave-segment"] => RogueWriter.LeaveSegment(),
    ["attach-ro-and-write", var id] => SystemVPeers.AttachReadOnlyAndWrite(int.Parse(id)),
    ["attach-and-increment", var id] => SystemVPeers.AttachAndIncrement(int.Parse(id)),
    ["hold-semaphore", var key] => SystemVPeers.HoldSemaphore(int.Parse(key), SemaphoreOperationOptions.Undo),
    ["raise-semaphore", var key] => SystemVPeers.HoldSemaphore(int.Parse(key), SemaphoreOperationOptions.None),
    ["wait-semaphore", var id, var milliseconds] => SystemVPeers.WaitSemaphore(int.Parse(id), int.Parse(milliseconds)),
    ["try-as-nobody", var segment, var set] => SystemVPeers.TryAsNobody(int.Parse(segment), int.Parse(set)),
    ["attempt", var frames, var directory, var leases, var writerSet, var readerSet] =>
        HostilePeers.Attempt(int.Parse(frames), int.Parse(directory), int.Parse(leases), int.Parse(writerSet), int.Parse(readerSet)),
    ["scribble", var frames, var leases, var readerSet] => HostilePeers.Scribble(int.Parse(frames), int.Parse(leases), int.Parse(readerSet)),
    ["evict", var leases] => HostilePeers.Evict(int.Parse(leases)),
    ["squat-segment", var key, var size, var mode, var fill] => Squatters.Segment(int.Parse(key), long.Parse(size), int.Parse(mode), byte.Parse(fill)),
    ["squat-set", var key, var count, var mode, var value] => Squatters.Set(int.Parse(key), int.Parse(count), int.Parse(mode), ushort.Parse(value)),
    ["foreign-write", var name] => ForeignPeers.Write(name),
    ["foreign-attach", var name] => ForeignPeers.Attach(name, leases: false),
    ["foreign-attach", var name, "leases"] => ForeignPeers.Attach(name, leases: true),
    ["look-without-descriptors"] => ForeignPeers.LookWithoutDescriptors(),
    ["foreign-follow", var name] => ForeignPeers.Follow(name),
    ["foreign-remove", var name] => ForeignPeers.Remove(name, force: false),
    ["foreign-remove", var name, "force"] => ForeignPeers.Remove(name, force: true),
    ["foreign-collect"] => ForeignPeers.CollectGarbage(remove: true),
    ["foreign-collect", "dry"] => ForeignPeers.CollectGarbage(remove: false),
    ["set-value", var set, var value] => ForeignPeers.SetValue(int.Parse(set), int.Parse(value)),
    ["forge-page", var name, var victim, var pid] => Forgers.ForgePage(name, victim, int.Parse(pid)),
    ["forge-odd-page", var name, var kind] => Forgers.ForgeOddPage(name, kind),
    ["forge-holder", var name, var pid] => Forgers.ForgeHolder(name, int.Parse(pid)),
    ["write-page", var page] => Forgers.WritePage(int.Parse(page)),
    ["forge-living", var name] => Forgers.ForgeLiving(name),
    ["leave-page", var name, var writerSet, var readerSet] => Squatters.LeavePage(name, int.Parse(writerSet), int.Parse(readerSet)),
    ["lease-all", var name] => ForeignPeers.LeaseAll(name),
    ["wake", var frames] => ForeignPeers.Wake(int.Parse(frames)),
    _ => 64,
};
