using FrameRing.TestPeer;

// The other process of the cross-process tests. A verb and its arguments; says "ready" on standard output when it is where the test
// wants it, and ends when standard input closes unless the verb ends by itself.
return args switch
{
    ["publish", var name, var slots, var count] => Peers.Publish(name, int.Parse(slots), long.Parse(count)),
    ["read", var name] => Peers.Read(name),
    ["write-through-reader", var name] => Peers.WriteThroughReader(name),
    _ => 64,
};
