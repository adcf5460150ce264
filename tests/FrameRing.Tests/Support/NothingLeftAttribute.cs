using System.Reflection;
using FrameRing.Inspection;
using FrameRing.Testing;
using FrameRing.Tests.SystemV;
using Xunit.v3;

namespace FrameRing.Tests.Support;

/// <summary>Fails the test that leaves a System V object behind, and says what it is; a count at the end of all tests could not say whose it was.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NothingLeftAttribute : BeforeAfterTestAttribute
{
    private LeakCheck? _check;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => _check = new LeakCheck();

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        // Those classes remove their objects, and look, when they are disposed, which is after this.
        if (!methodUnderTest.ReflectedType!.IsSubclassOf(typeof(SystemVTest)))
        {
            Check(TimeSpan.FromSeconds(5));
        }
    }

    internal void Check(TimeSpan grace)
    {
        // The kernel frees the segment of a process that was killed a moment after its parent has been told.
        if (!SpinWait.SpinUntil(() => _check!.Leaked().Count == 0, grace))
        {
            string rings = string.Join(", ", RingCatalog.List().Select(ring => $"{ring.Name} ({ring.State})"));
            throw new InvalidOperationException($"Left behind: {string.Join(", ", _check!.Leaked())}. Rings now: {rings}");
        }
    }
}
