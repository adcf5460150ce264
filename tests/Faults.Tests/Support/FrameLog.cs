namespace FrameRing.Faults.Tests.Support;

/// <summary>What all readers of one ring have read: who signed which number. No number may ever have two signers.</summary>
internal sealed class FrameLog
{
    private readonly Lock _lock = new();
    private readonly (ulong Sequence, ulong Signer)[] _signers = new (ulong, ulong)[1 << 16];

    /// <summary>The highest number that anybody has read.</summary>
    internal ulong Highest { get; private set; }

    internal long Count { get; private set; }

    internal void Note(ulong sequence, ulong signer)
    {
        lock (_lock)
        {
            ref (ulong Sequence, ulong Signer) known = ref _signers[sequence % (ulong)_signers.Length];
            if (known.Sequence == sequence && known.Signer != signer)
            {
                throw new InvalidOperationException($"Frame {sequence} was published twice.");
            }

            known = (sequence, signer);
            Highest = Math.Max(Highest, sequence);
            Count++;
        }
    }

    /// <summary>After a clean end numbers begin anew.</summary>
    internal void BeginAnew()
    {
        lock (_lock)
        {
            Array.Clear(_signers);
            Highest = 0;
        }
    }
}
