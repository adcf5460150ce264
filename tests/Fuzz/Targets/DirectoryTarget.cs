using FrameRing.Fuzz.Core;
using FrameRing.Layout;
using FrameRing.Reading;

namespace FrameRing.Fuzz.Targets;

/// <summary>Attaching, looking and moving over by a mutated directory, to its own segment, a decoy, or nothing.</summary>
internal sealed unsafe class DirectoryTarget : IFuzzTarget
{
    private readonly SampleRing _ring = new(0);
    private readonly SampleRing _decoy = new(1, 2, 8192);
    private readonly SegmentMutator _mutator;
    private readonly Field[] _fields = FieldMap.Of<DirectoryPage>();
    private readonly Field[] _entry = FieldMap.Of<DirectoryEntry>((int)System.Runtime.InteropServices.Marshal.OffsetOf<DirectoryPage>(nameof(DirectoryPage.Entry)));

    internal DirectoryTarget()
    {
        _mutator = new SegmentMutator(_ring);
        _ring.DirectoryImage.Interesting =
        [
            (ulong)_decoy.Segment.Id, (ulong)_ring.Page.Id, (ulong)_decoy.Entry.WriterSemaphoreId, (ulong)Environment.ProcessId,
            _decoy.Entry.Token.Low, _decoy.Entry.Token.High, 2, 3,
        ];
    }

    public void Run(FuzzRandom random, Outcomes outcomes)
    {
        // Some readers are there before the damage: they move over by it.
        FrameRingReader? before = random.OneIn(4) ? Before() : null;
        if (random.OneIn(4))
        {
            // A whole entry that leads to somebody else's segment.
            DirectoryEntry other = _decoy.Entry;
            other.WriterPid = random.OneIn(2) ? other.WriterPid : random.Below(100_000);
            other.State = (uint)random.Below(4);
            _ring.DirectoryImage.Write(_entry[0].Offset, other);
        }

        for (int i = random.Below(4); i > 0; i--)
        {
            _ring.DirectoryImage.Mutate(random, random.Of(random.OneIn(4) ? _fields : _entry));
        }

        if (random.OneIn(4))
        {
            _mutator.MutateMoving(random);
        }

        try
        {
            if (before is null)
            {
                DirectoryUse.Any(_ring, random, outcomes);
            }
            else
            {
                _ring.SegmentImage.Write(new Field("State", (int)_ring.Geometry.CursorOffset + 128, 4), (ulong)random.Between(2, 3));
                DirectoryUse.Read(before, outcomes);
            }
        }
        catch (FrameRingException e)
        {
            outcomes.Count(e);
        }
        finally
        {
            before?.Dispose();
            _ring.DirectoryImage.Restore();
            _ring.SegmentImage.Restore();
        }
    }

    public void Dispose()
    {
        _ring.Dispose();
        _decoy.Dispose();
    }

    private FrameRingReader? Before()
    {
        FrameRingReaderOptions options = new() { Start = StartPosition.Newest };
        FrameRingReader.TryAttach(_ring.Name, options, TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader);
        return reader;
    }
}
