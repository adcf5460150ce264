using System.Diagnostics;
using System.Runtime.InteropServices;
using Tmds.Linux;

namespace FrameRing.CommandLine.Signals;

/// <summary>
/// SIGINT, SIGTERM and SIGHUP as a token. The first asks for a clean end. Others often follow at once, of the same wish: timeout(1) sends two,
/// a terminal that closes SIGHUP after SIGTERM. So only a second SIGINT that a person can have typed, or any signal more than a second later,
/// ends the process at once, by the signal.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan s_sameWish = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestEnding = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestDying = TimeSpan.FromSeconds(10);

    // Nobody presses a key twice faster; what comes sooner was sent on by somebody.
    private static readonly TimeSpan s_fastestSecondPress = TimeSpan.FromMilliseconds(200);

    // One state for the process, whoever waits for a signal just now. Never given back: a signal between the end of the work and that of
    // the process would turn a clean end into a death.
    private static readonly Lock s_lock = new();
    private static readonly List<PosixSignalRegistration> s_registrations = [];
    private static volatile bool s_isEndingAtOnce;
    private static StopSignals? s_current;
    private static long? s_asked;
    private static int s_interrupts;

    private readonly CancellationTokenSource _source = new();
    private volatile Action? _beforeEndAtOnce;

    /// <summary>Takes the signals over, from an earlier one too. If a signal has come already the token is cancelled at once.</summary>
    public StopSignals()
    {
        lock (s_lock)
        {
            s_current = this;
            if (s_registrations.Count == 0)
            {
                s_registrations.AddRange([Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM), Register(PosixSignal.SIGHUP)]);
            }

            if (s_asked is not null)
            {
                _source.Cancel();
            }
        }
    }

    /// <summary>How long ago the first signal came; null if none has.</summary>
    internal static TimeSpan? SinceFirst
    {
        get
        {
            lock (s_lock)
            {
                return s_asked is long asked ? Stopwatch.GetElapsedTime(asked) : null;
            }
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
        lock (s_lock)
        {
            s_current = s_current == this ? null : s_current;
        }

        _source.Dispose();
    }

    private static PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        switch (Decide(signal, out StopSignals? current))
        {
            case Wish.End:
                context.Cancel = true;
                current?.Cancel();
                break;
            case Wish.None:
                context.Cancel = true;
                break;
            case Wish.EndAtOnce:
                // Not cancelled, it is left to the default: the process dies by it.
                s_isEndingAtOnce = true;
                current?.RunBeforeEndAtOnce();
                EndIfFirstProcess(signal);
                break;
        }
    });

    // The first, if nobody waits for one, is only noted: the work is over and the process about to end, or it has not begun.
    private static Wish Decide(PosixSignal signal, out StopSignals? current)
    {
        lock (s_lock)
        {
            current = s_current;
            s_interrupts += signal == PosixSignal.SIGINT ? 1 : 0;
            if (s_asked is not long asked)
            {
                s_asked = Stopwatch.GetTimestamp();
                return Wish.End;
            }

            TimeSpan since = Stopwatch.GetElapsedTime(asked);
            bool isNewWish = (signal == PosixSignal.SIGINT && s_interrupts > 1 && since > s_fastestSecondPress) || since > s_sameWish;
            return isNewWish ? Wish.EndAtOnce : Wish.None;
        }
    }

    // The kernel does not let the first process of a PID namespace (a container's) die by the default action of a signal.
    private static void EndIfFirstProcess(PosixSignal signal)
    {
        if (Environment.ProcessId == 1)
        {
            LibC._exit(128 + (signal switch { PosixSignal.SIGHUP => LibC.SIGHUP, PosixSignal.SIGINT => LibC.SIGINT, _ => LibC.SIGTERM }));
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
