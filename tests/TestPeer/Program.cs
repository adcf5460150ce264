using FrameRing.SystemV;
using FrameRing.TestPeer;

// The other process of the cross-process tests. A verb and its arguments; says "ready" on standard output when it is where the test
// wants it, and ends when standard input closes unless the verb ends by itself.
return args switch
{
    ["publish", var name, var slots, var count] => Peers.Publish(name, int.Parse(slots), long.Parse(count), "plain"),
    ["publish", var name, var slots, var count, var kind] => Peers.Publish(name, int.Parse(slots), long.Parse(count), kind),
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
    ["attempt", .. var numbers] when numbers.Length == 6 => HostilePeers.Attempt(
        int.Parse(numbers[0]), int.Parse(numbers[1]), int.Parse(numbers[2]), int.Parse(numbers[3]), int.Parse(numbers[4]), int.Parse(numbers[5])),
    ["scribble", var group, var frames, var leases, var readers] => HostilePeers.Scribble(int.Parse(group), int.Parse(frames), int.Parse(leases), int.Parse(readers)),
    _ => 64,
};
