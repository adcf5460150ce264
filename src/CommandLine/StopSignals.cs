using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FrameRing.CommandLine;

/// <summary>
/// SIGINT, SIGTERM and SIGHUP as a token. The first asks for a clean end. Others often follow at once, of the same wish: timeout(1) sends two,
/// a terminal that closes SIGHUP after SIGTERM. So only a second SIGINT, or any signal more than a second later, ends the process at
/// once, by the signal.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan s_sameWish = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestEnding = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestDying = TimeSpan.FromSeconds(10);

    // Never given back: a second signal that came between the end of the work and that of the process would turn a clean end into a death.
    private static readonly List<PosixSignalRegistration> s_registrations = [];
    private static volatile bool s_isEndingAtOnce;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _source = new();
    private volatile Action? _beforeEndAtOnce;
    private long? _asked;
    private int _interrupts;
    private bool _isDisposed;

    /// <summary>Takes the signals over.</summary>
    public StopSignals()
    {
        lock (s_registrations)
        {
            s_registrations.AddRange([Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM), Register(PosixSignal.SIGHUP)]);
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Says what must be done also when a signal ends the process at once.</summary>
    /// <param name="action">Called on another thread, while the others go on; it is not waited for longer than two seconds.</param>
    public void BeforeEndAtOnce(Action action) => _beforeEndAtOnce = action;

    /// <summary>Keeps the calling thread from ending the process in another way while a signal is about to.</summary>
    public static void WaitIfEndingAtOnce()
    {
        if (s_isEndingAtOnce)
        {
            Thread.Sleep(s_longestDying);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        _source.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        switch (Decide(signal))
        {
            case Wish.End:
                context.Cancel = true;
                Cancel();
                break;
            case Wish.None:
                context.Cancel = true;
                break;
            case Wish.EndAtOnce:
                // Not cancelled, it is left to the default: the process dies by it.
                s_isEndingAtOnce = true;
                RunBeforeEndAtOnce();
                break;
        }
    });

    private Wish Decide(PosixSignal signal)
    {
        lock (_lock)
        {
            _interrupts += signal == PosixSignal.SIGINT ? 1 : 0;
            if (_asked is not long asked)
            {
                _asked = Stopwatch.GetTimestamp();
                return _isDisposed ? Wish.EndAtOnce : Wish.End;
            }

            bool isNewWish = (signal == PosixSignal.SIGINT && _interrupts > 1) || Stopwatch.GetElapsedTime(asked) > s_sameWish;
            return isNewWish ? Wish.EndAtOnce : Wish.None;
        }
    }

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Came while the program was ending: it ends.
        }
    }

    private void RunBeforeEndAtOnce()
    {
        if (_beforeEndAtOnce is { } action)
        {
            Thread thread = new(() =>
            {
                try
                {
                    action();
                }
                catch (Exception)
                {
                    // The process ends anyway, and there is nobody to tell.
                }
            })
            { IsBackground = true, Name = "ending" };
            thread.Start();
            thread.Join(s_longestEnding);
        }
    }

    private enum Wish
    {
        None,
        End,
        EndAtOnce,
    }
}
