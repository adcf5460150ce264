// Draws a bright bar that moves over a dark picture, 100 frames at 50 a second. Usage: HelloWriter [RING [READERS]]
// With READERS it begins when so many readers are attached.
using FrameRing;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Waiting;
using FrameRing.Writing;

const int Width = 640;
const int Height = 360;
const int Frames = 100;
const long Period = 20_000_000;

string ring = args.Length > 0 ? args[0] : "hello";
int readers = args.Length > 1 && int.TryParse(args[1], out int count) ? count : 0;
try
{
    using FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions
    {
        Name = ring,
        SlotCount = 32,
        SlotSize = Width * Height,
    });
    Console.WriteLine($"Ring '{ring}' on {writer.Pages.Description}; waiting for {readers} readers");
    while (writer.AttachedReaders < readers)
    {
        Thread.Sleep(10);
    }

    FrameMetadata metadata = new()
    {
        Format = FourCC.Parse("GREY"),
        CodedWidth = Width,
        CodedHeight = Height,
        Crop = new CropRectangle(0, 0, Width, Height),
        PlaneCount = 1,
        BytesUsed = Width * Height,
        TimeBase = new Rational(1, 50),
        FrameRate = new Rational(50, 1),
        Path = TransferPath.Direct,
    };
    metadata.SetPlane(0, new PlaneLayout(0, Width));
    long next = MonotonicClock.NowNanoseconds;
    for (int number = 0; number < Frames; number++)
    {
        if (writer.TryClaim(Width * Height, out SlotClaim claim) != ClaimStatus.Ok)
        {
            writer.AddDropped(1);
            continue;
        }

        // The slot still holds an older frame: every byte is written anew. If this throws, the slot is given back unpublished.
        try
        {
            claim.Data[..(Width * Height)].Fill(16);
            for (int row = 0; row < Height; row++)
            {
                claim.Data.Slice((row * Width) + (number * (Width - 40) / Frames), 40).Fill(235);
            }

            MonotonicClock.SleepUntil(next += Period);
            metadata.Pts = number;
            claim.Publish(metadata);
        }
        finally
        {
            claim.Dispose();
        }
    }

    Console.WriteLine($"{writer.Statistics.Published} frames published, {writer.Statistics.Dropped} dropped");
    return 0;
}
catch (FrameRingException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
