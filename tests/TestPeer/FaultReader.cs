using FrameRing.Reading;
using FrameRing.Testing;

namespace FrameRing.TestPeer;

/// <summary>A reader that passes every step a reader has and checks every frame; goes on with the next producer after a death.</summary>
internal static class FaultReader
{
    private const int Held = 3;

    /// <param name="name">The ring.</param>
    /// <param name="kind">pure, lease, or lossless, which also leases.</param>
    /// <param name="isSigned">Whether the frames are <see cref="SignedFrames"/>; of others only the numbers are checked.</param>
    /// <returns>0 after a clean end.</returns>
    internal static int Run(string name, string kind, bool isSigned = true)
    {
        FrameRingReaderOptions options = new() { Start = StartPosition.Oldest, Leases = kind != "pure", IsLossless = kind == "lossless" };
        while (true)
        {
            if (FrameRingReader.TryAttach(name, options, TimeSpan.FromSeconds(20), CancellationToken.None, out FrameRingReader? reader) != AttachStatus.Ok)
            {
                Console.WriteLine("no ring");
                return 3;
            }

            using (reader)
            {
                Console.WriteLine("ready");
                if (ReadToEnd(reader!, options.Leases, isSigned) is int code)
                {
                    return code;
                }
            }
        }
    }

    // Null: evicted, to be attached anew.
    private static int? ReadToEnd(FrameRingReader reader, bool isLeasing, bool isSigned)
    {
        Queue<FrameLease> leases = new();
        ulong last = 0;
        while (true)
        {
            switch (reader.WaitNext(Timeout.InfiniteTimeSpan, CancellationToken.None, out FrameView view))
            {
                case ReadStatus.Ok:
                    if (view.Sequence <= last || (isSigned && !IsRight(view)) || (isLeasing && !Lease(reader, view, leases, isSigned)))
                    {
                        Console.WriteLine($"wrong {view.Sequence} after {last}");
                        return 1;
                    }

                    last = view.Sequence;
                    break;
                case ReadStatus.WriterDied:
                    break;
                case ReadStatus.Evicted:
                    return null;
                case var status:
                    Console.WriteLine(status);
                    return status == ReadStatus.Ended ? 0 : 1;
            }
        }
    }

    private static bool IsRight(in FrameView view)
    {
        bool isWhole = SignedFrames.IsWhole(view, out _);
        return view.Validate() != ReadStatus.Ok || isWhole;
    }

    // Keeps some frames and looks at each of them once more before it is given back.
    private static bool Lease(FrameRingReader reader, in FrameView view, Queue<FrameLease> leases, bool isSigned)
    {
        bool isRight = true;
        if (leases.Count == Held)
        {
            FrameLease oldest = leases.Dequeue();
            isRight = !isSigned || IsRight(oldest.View);
            oldest.Dispose();
        }

        if (reader.TryLease(view, out FrameLease lease) == ReadStatus.Ok)
        {
            leases.Enqueue(lease);
        }

        return isRight;
    }
}
