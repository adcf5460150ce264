using System.Diagnostics;
using FrameRing.Fuzz.Core;

namespace FrameRing.Fuzz.Running;

/// <summary>A second thread that ends the process if one iteration takes too long. The iteration's number stays on the progress page.</summary>
internal sealed class HangWatch : IDisposable
{
    private readonly ManualResetEventSlim _over = new();
    private readonly Thread _thread;

    internal HangWatch(ProgressPage progress, TimeSpan limit)
    {
        _thread = new Thread(() => Watch(progress, limit)) { IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _over.Set();
        _thread.Join();
        _over.Dispose();
    }

    private void Watch(ProgressPage progress, TimeSpan limit)
    {
        long seen = -1;
        long since = Stopwatch.GetTimestamp();
        while (!_over.Wait(limit / 10))
        {
            long now = progress.Iteration;
            if (now != seen || now < 0)
            {
                (seen, since) = (now, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(since) > limit)
            {
                NativeMethods._exit(FuzzExit.Hang);
            }
        }
    }
}
