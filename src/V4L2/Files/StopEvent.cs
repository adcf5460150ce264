using System.Runtime.InteropServices;
using FrameRing.V4L2.Interop;

namespace FrameRing.V4L2.Files;

/// <summary>
/// A wish to stop that also ends a wait for a device: an eventfd(2) that becomes readable, for good, when a token is cancelled.
/// Safe on any thread; dispose it when no wait uses it any more.
/// </summary>
public sealed unsafe class StopEvent : IDisposable
{
    private readonly CancellationTokenRegistration _registration;
    private int _descriptor;

    /// <summary>Makes the event.</summary>
    /// <param name="token">What to follow.</param>
    /// <exception cref="FrameRingException">The process has no file descriptor left.</exception>
    public StopEvent(CancellationToken token)
    {
        Token = token;
        _descriptor = Device.eventfd(0, Device.EFD_CLOEXEC | Device.EFD_NONBLOCK);
        if (_descriptor < 0)
        {
            throw DeviceError.Create("Make an event to stop by (eventfd)", Marshal.GetLastPInvokeError());
        }

        _registration = token.UnsafeRegister(static self => ((StopEvent)self!).Raise(), this);
    }

    /// <summary>What is followed.</summary>
    public CancellationToken Token { get; }

    internal int Descriptor => _descriptor;

    /// <summary>Gives the descriptor back.</summary>
    public void Dispose()
    {
        // Waits for a callback that is just running, so it never writes into somebody else's file.
        _registration.Dispose();
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0)
        {
            _ = Device.close(descriptor);
        }
    }

    private void Raise()
    {
        ulong one = 1;
        _ = Device.write(_descriptor, &one, sizeof(ulong));
    }
}
