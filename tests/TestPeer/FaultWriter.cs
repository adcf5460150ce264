using FrameRing.Layout;
using FrameRing.Pages;
using FrameRing.Testing;
using FrameRing.Writing;

namespace FrameRing.TestPeer;

/// <summary>A writer that passes every step a writer has, on its first thread, so that it can be stopped at each and killed there.</summary>
internal static class FaultWriter
{
    internal const int FramesPerGeneration = 100;

    /// <summary>Starts, publishes, changes the generation, publishes, ends; waits for a line before it publishes and before it goes.</summary>
    /// <param name="name">The ring.</param>
    /// <param name="kind">lossless, or live with leases.</param>
    /// <param name="slots">Slots of the first generation.</param>
    /// <param name="pages">A <see cref="HugePagePolicies"/> spelling.</param>
    internal static int Run(string name, string kind, int slots, string pages)
    {
        using FrameRingWriter writer = Create(name, kind, slots, pages);
        ulong signer = SignedFrames.NewSigner();
        Console.WriteLine("ready");
        Console.In.ReadLine();
        Publish(writer, signer, SignedFrames.Width);
        writer.PrepareGeneration(slots + 1, 2 * SignedFrames.Bytes);
        Publish(writer, signer, 2 * SignedFrames.Width);
        writer.End();
        Console.WriteLine("ended");
        Console.In.ReadLine();
        return 0;
    }

    /// <summary>Publishes at full speed until a line comes or it is killed.</summary>
    internal static int RunForEver(string name, string kind, int slots)
    {
        using FrameRingWriter writer = Create(name, kind, slots, "off");
        ulong signer = SignedFrames.NewSigner();
        Console.WriteLine($"ready {writer.Generation} {writer.Head}");
        Task<string?> stop = Task.Run(Console.In.ReadLine);
        while (!stop.IsCompleted)
        {
            SignedFrames.Publish(writer, signer);
        }

        return 0;
    }

    internal static FrameRingWriter Create(string name, string kind, int slots, string pages)
    {
        HugePagePolicies.TryParse(pages, out HugePagePolicy policy);
        return FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = name,
            SlotCount = slots,
            SlotSize = SignedFrames.Bytes,
            HugePages = policy,
            Leases = true,
            Delivery = kind == "lossless" ? Delivery.Lossless : Delivery.Live,
        });
    }

    private static void Publish(FrameRingWriter writer, ulong signer, int height)
    {
        for (int frame = 0; frame < FramesPerGeneration; frame++)
        {
            if (SignedFrames.Publish(writer, signer, height) == 0)
            {
                throw new InvalidOperationException("There was no slot.");
            }
        }
    }
}
