using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Reading;
using FrameRing.Writing;

namespace FrameRing.TestPeer;

internal static unsafe class Peers
{
    internal const int FrameBytes = 64 * 64;

    /// <summary>Publishes frames whose bytes all hold the low byte of the sequence; count 0 = until standard input closes.</summary>
    /// <param name="name">The ring.</param>
    /// <param name="slots">Its slots.</param>
    /// <param name="count">Frames.</param>
    /// <param name="kind">plain, leases or lossless.</param>
    internal static int Publish(string name, int slots, long count, string kind)
    {
        using FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = name,
            SlotCount = slots,
            SlotSize = FrameBytes,
            HugePages = HugePagePolicy.Off,
            Leases = kind != "plain",
            Delivery = kind == "lossless" ? Delivery.Lossless : Delivery.Live,
        });
        Console.WriteLine("ready");
        using CancellationTokenSource stop = new();
        Thread input = new(() =>
        {
            Console.In.ReadToEnd();
            stop.Cancel();
        })
        { IsBackground = true };

        if (count > 0)
        {
            // Waits for "go", so that the test can attach its readers first.
            Console.In.ReadLine();
        }

        input.Start();
        for (long i = 0; count == 0 ? !stop.IsCancellationRequested : i < count; i++)
        {
            if (writer.TryClaim(FrameBytes, out SlotClaim claim) == ClaimStatus.Ok)
            {
                claim.Data[..FrameBytes].Fill((byte)(writer.Head + 1));
                claim.Publish(Grey(64, 64));
            }
        }

        if (count > 0)
        {
            Console.WriteLine("published");
            stop.Token.WaitHandle.WaitOne();
        }

        return 0;
    }

    /// <summary>Publishes about a thousand frames a second until standard input closes, or until the writer says that it cannot go on.</summary>
    internal static int PublishOften(string name)
    {
        using FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions { Name = name, SlotCount = 4, SlotSize = FrameBytes, HugePages = HugePagePolicy.Off });
        using CancellationTokenSource stop = new();
        new Thread(() =>
        {
            Console.In.ReadToEnd();
            stop.Cancel();
        })
        { IsBackground = true }.Start();
        try
        {
            for (bool isFirst = true; !stop.Token.WaitHandle.WaitOne(1); isFirst = false)
            {
                writer.TryClaim(FrameBytes, out SlotClaim claim);
                claim.Data[..FrameBytes].Fill((byte)(writer.Head + 1));
                claim.Publish(Grey(64, 64));
                if (isFirst)
                {
                    Console.WriteLine("ready");
                }
            }
        }
        catch (FrameRingException e)
        {
            Console.WriteLine($"replaced {e.Error}");
        }

        return 0;
    }

    internal static int Read(string name)
    {
        FrameRingReaderOptions options = new() { Start = StartPosition.Oldest };
        if (FrameRingReader.TryAttach(name, options, TimeSpan.FromSeconds(10), CancellationToken.None, out FrameRingReader? reader) != AttachStatus.Ok)
        {
            return 3;
        }

        using (reader)
        {
            Console.WriteLine("ready");
            while (true)
            {
                ReadStatus status = reader!.WaitNext(Timeout.InfiniteTimeSpan, CancellationToken.None, out FrameView view);
                if (status != ReadStatus.Ok)
                {
                    Console.WriteLine(status);
                    return 0;
                }

                bool whole = !view.GetPlane(0).ContainsAnyExcept((byte)view.Sequence);
                if (view.Validate() == ReadStatus.Ok && !whole)
                {
                    Console.WriteLine($"torn {view.Sequence}");
                    return 1;
                }
            }
        }
    }

    /// <summary>Leases a frame and keeps it until it is killed or standard input closes.</summary>
    internal static int Lease(string name, ulong sequence)
    {
        FrameRingReaderOptions options = new() { Start = StartPosition.At(sequence), Leases = true };
        FrameRingReader.TryAttach(name, options, TimeSpan.FromSeconds(10), CancellationToken.None, out FrameRingReader? reader);
        using (reader)
        {
            if (reader!.WaitNext(TimeSpan.FromSeconds(10), CancellationToken.None, out FrameView view) != ReadStatus.Ok
                || reader.TryLease(view, out FrameLease lease) != ReadStatus.Ok)
            {
                return 3;
            }

            Console.WriteLine($"leased {lease.Sequence}");
            Console.In.ReadToEnd();
            ReadStatus status = lease.Validate();
            lease.Dispose();
            Console.WriteLine(status);
            return 0;
        }
    }

    /// <summary>Joins as a lossless reader, reads some frames, and then does not move.</summary>
    internal static int ReadLossless(string name, ulong count)
    {
        FrameRingReaderOptions options = new() { Start = StartPosition.Oldest, IsLossless = true };
        FrameRingReader.TryAttach(name, options, TimeSpan.FromSeconds(10), CancellationToken.None, out FrameRingReader? reader);
        using (reader)
        {
            Console.WriteLine("joined");
            for (ulong frame = 0; frame < count; frame++)
            {
                if (reader!.WaitNext(TimeSpan.FromSeconds(10), CancellationToken.None, out FrameView view) != ReadStatus.Ok)
                {
                    return 3;
                }

                Console.WriteLine($"read {view.Sequence}");
            }

            Console.In.ReadToEnd();
            return 0;
        }
    }

    internal static int WriteThroughReader(string name)
    {
        FrameRingReaderOptions options = new() { Start = StartPosition.Oldest };
        FrameRingReader.TryAttach(name, options, TimeSpan.FromSeconds(10), CancellationToken.None, out FrameRingReader? reader);
        if (reader!.WaitNext(TimeSpan.FromSeconds(10), CancellationToken.None, out FrameView view) != ReadStatus.Ok)
        {
            return 3;
        }

        Console.WriteLine("ready");
        *view.DangerousGetPlanePointer(0) = 1;
        Console.WriteLine("survived");
        return 0;
    }

    internal static FrameMetadata Grey(int width, int height)
    {
        FrameMetadata metadata = new()
        {
            Format = FourCC.Parse("GREY"),
            CodedWidth = width,
            CodedHeight = height,
            Crop = new CropRectangle(0, 0, width, height),
            PlaneCount = 1,
            BytesUsed = (long)width * height,
            Pts = FrameMetadata.NoPts,
        };
        metadata.SetPlane(0, new PlaneLayout(0, width));
        return metadata;
    }
}
