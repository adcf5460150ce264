namespace FrameRing.Fuzz.Core;

/// <summary>A thread that writes odd values and the right ones again, at full speed: what is read twice is not the same twice.</summary>
internal sealed class Flipper : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _isStopping;

    /// <summary>Starts.</summary>
    /// <param name="flip">One change; gets random numbers of the thread's own.</param>
    internal Flipper(Action<FuzzRandom> flip)
    {
        FuzzRandom random = new();
        random.Start((ulong)Environment.ProcessId, nameof(Flipper), 0);
        _thread = new Thread(() =>
        {
            while (!_isStopping)
            {
                flip(random);
            }
        })
        { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Writes an odd value over a field, waits an instant, and writes the right one again.</summary>
    internal static void Flip(MemoryImage image, Field field, FuzzRandom random)
    {
        image.WriteUnnoted(field, OddValue.Pick(random, image.Truth(field), field.Size, image.Interesting));
        Thread.SpinWait(random.Below(16));
        image.WriteUnnoted(field, image.Truth(field));
        Thread.SpinWait(random.Below(8));
    }

    public void Dispose()
    {
        _isStopping = true;
        _thread.Join();
    }
}
