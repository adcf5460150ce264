namespace FrameRing.Testing.Cameras;

/// <summary>An error that a call of a fake camera is to give, after some that work.</summary>
internal sealed class FakeFault(string call, int errno, int times, int after)
{
    internal string Call { get; } = call;

    internal int Times { get; private set; } = times;

    private int _after = after;

    internal int Take()
    {
        if (_after > 0)
        {
            _after--;
            return 0;
        }

        Times -= Times == int.MaxValue ? 0 : 1;
        return errno;
    }
}
