using System.Globalization;
using FrameRing.Testing;

namespace FrameRing.Tests.Security;

/// <summary>tests/Attackers/requeue.c: moves the sleepers of a segment's word away, as another user.</summary>
internal sealed class Requeuer : IDisposable
{
    private readonly TempFolder _folder;
    private readonly ChildProcess _process;

    /// <param name="segment">Frame or lease segment.</param>
    /// <param name="group">Group of nobody.</param>
    /// <param name="how">As the program tells; empty for its usual way.</param>
    internal Requeuer(int segment, uint group, string how)
    {
        OtherUsers.SkipUnlessRoot();
        Assert.SkipUnless(Cc.IsAvailable, Cc.MissingReason);
        _folder = new TempFolder();
        string program = _folder.File("requeue");
        Cc.Build(Repository.PathOf("tests", "Attackers", "requeue.c"), program);
        string[] numbers = [.. new long[] { segment, OtherUsers.Nobody, group }.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        _process = new ChildProcess(program, [.. numbers, how]);
        _process.Expect("ready");
    }

    /// <summary>Ends it; it must have worked until now.</summary>
    internal void Finish() => Assert.Equal(0, _process.Finish());

    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }
}
