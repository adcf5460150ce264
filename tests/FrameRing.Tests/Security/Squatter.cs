using System.Globalization;
using FrameRing.SystemV;
using FrameRing.Tests.Support;

namespace FrameRing.Tests.Security;

/// <summary>An object of nobody's, or of another user's, under a key that somebody else wants. It is gone when this is disposed.</summary>
internal sealed class Squatter : IDisposable
{
    private readonly Peer _peer;
    private int? _result;

    private Squatter(uint user, params string[] arguments)
    {
        _peer = OtherUsers.Run(user, arguments);
        Id = int.Parse(_peer.ReadLine()!, CultureInfo.InvariantCulture);
    }

    internal int Id { get; }

    internal static Squatter OnSegment(int key, long size, int mode = 0b110_000_000, byte fill = 0x5A, uint user = OtherUsers.Nobody) =>
        new(user, "squat-segment", $"{key}", $"{size}", $"{mode}", $"{fill}");

    internal static Squatter OnSet(int key, int count, int mode = 0b110_000_000, ushort value = 0, uint user = OtherUsers.Nobody) =>
        new(user, "squat-set", $"{key}", $"{count}", $"{mode}", $"{value}");

    internal void AssertUntouched() => Assert.Equal(0, Finish());

    /// <summary>The process ends, and its segment stays with nobody attached to it.</summary>
    internal SharedMemorySegment LeaveSegment()
    {
        _peer.Kill();
        _result = _peer.WaitForExit();
        return new SharedMemorySegment(Id);
    }

    public void Dispose()
    {
        Finish();
        _peer.Dispose();
    }

    private int Finish() => _result ??= _peer.Finish();
}
