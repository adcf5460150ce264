using FrameRing.Fuzz.Core;
using FrameRing.Layout;

namespace FrameRing.Fuzz.Targets;

/// <summary>
/// Attaching and looking while another thread changes the directory, without the version that its lock is made of: the kind of change
/// that no producer makes and no lock keeps out.
/// </summary>
internal sealed class DirectoryRaceTarget : IFuzzTarget
{
    private readonly SampleRing _ring = new(0);
    private readonly Flipper _flipper;

    internal DirectoryRaceTarget()
    {
        Field[] fields = [.. FieldMap.Of<DirectoryPage>()];
        Field[] token = [.. fields.Where(field => field.Name.Contains("Token", StringComparison.Ordinal))];
        Field[] name = [.. fields.Where(field => field.Name.Contains("Name", StringComparison.Ordinal))];
        _flipper = new Flipper(random =>
        {
            Field field = random.Of(random.Below(3) switch { 0 => token, 1 => name, _ => fields });
            Flipper.Flip(_ring.DirectoryImage, field, random);
        });
    }

    public void Run(FuzzRandom random, Outcomes outcomes) => DirectoryUse.Any(_ring, random, outcomes);

    public void Dispose()
    {
        _flipper.Dispose();
        _ring.Dispose();
    }
}
