using FrameRing.Reading;
using FrameRing.Testing;

namespace FrameRing.Faults.Tests.Support;

/// <summary>Keeps the last frames by leases and looks at each once more before it is given back.</summary>
internal sealed class LeaseShelf
{
    private readonly Queue<FrameLease> _leases = new();

    internal void Add(FrameRingReader reader, in FrameView view)
    {
        if (_leases.Count == FrameRingReader.MaxLeases - 1)
        {
            GiveBackOldest();
        }

        if (reader.TryLease(view, out FrameLease lease) == ReadStatus.Ok)
        {
            _leases.Enqueue(lease);
        }
    }

    internal void Clear()
    {
        while (_leases.Count > 0)
        {
            GiveBackOldest();
        }
    }

    private void GiveBackOldest()
    {
        using FrameLease lease = _leases.Dequeue();
        bool isWhole = SignedFrames.IsWhole(lease.View, out _);
        if (lease.Validate() == ReadStatus.Ok && !isWhole)
        {
            throw new InvalidOperationException($"the leased frame {lease.Sequence} was changed");
        }
    }
}
