using System.Globalization;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Writing;

namespace FrameRing.Litmus;

/// <summary>The other process: publishes as fast as it can until its standard input closes.</summary>
internal static unsafe class FrameWriter
{
    internal const string Verb = "write";

    internal static int Run(ReadOnlySpan<string> arguments)
    {
        int bytes = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        using FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = arguments[0],
            SlotCount = int.Parse(arguments[2], CultureInfo.InvariantCulture),
            SlotSize = bytes,
            HugePages = HugePagePolicy.Off,
            Leases = true,

            // Nobody's lease is taken back here: a frame that changes under one is a violation.
            LeaseTimeout = TimeSpan.FromDays(1),
        });
        using CancellationTokenSource stop = new();
        new Thread(() =>
        {
            Console.In.ReadToEnd();
            stop.Cancel();
        })
        { IsBackground = true }.Start();
        FrameMetadata metadata = Describe(bytes);
        Console.WriteLine("ready");
        while (!stop.IsCancellationRequested)
        {
            if (writer.TryClaim(bytes, out SlotClaim claim) == ClaimStatus.Ok)
            {
                FrameContent.Write(claim.DangerousPointer, bytes, writer.Head + 1);
                claim.Publish(metadata);
            }
        }

        return 0;
    }

    private static FrameMetadata Describe(int bytes)
    {
        FrameMetadata metadata = new()
        {
            Format = FourCC.Parse("GREY"),
            CodedWidth = 8,
            CodedHeight = bytes / 8,
            Crop = new CropRectangle(0, 0, 8, bytes / 8),
            PlaneCount = 1,
            BytesUsed = bytes,
        };
        metadata.SetPlane(0, new PlaneLayout(0, 8));
        return metadata;
    }
}
