using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using FrameRing.Reading;

namespace FrameRing.Benchmarks;

/// <summary>A consumer's side, on a frame that is there.</summary>
[MemoryDiagnoser]
public class ReaderBenchmarks
{
    private BenchmarkRing _ring = null!;
    private FrameRingReader _reader = null!;
    private ulong _sequence;

    [GlobalSetup]
    public void SetUp()
    {
        _ring = new BenchmarkRing();
        _reader = AttachReader();
        _sequence = _reader.Head;
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _reader.Dispose();
        _ring.Dispose();
    }

    [Benchmark]
    public ReadStatus TryReadAndValidate()
    {
        _reader.TryRead(_sequence, out FrameView view);
        return view.Validate();
    }

    /// <summary>All rows of the three planes, without a look at the pixels: what the checks of GetRow cost.</summary>
    [Benchmark]
    public long WalkRows()
    {
        _reader.TryRead(_sequence, out FrameView view);
        long bytes = 0;
        for (int plane = 0; plane < view.PlaneCount; plane++)
        {
            int rows = plane == 0 ? BenchmarkRing.Height : BenchmarkRing.Height / 2;
            for (int row = 0; row < rows; row++)
            {
                bytes += view.GetRow(plane, row).Length;
            }
        }

        return bytes;
    }

    /// <summary>Every pixel of the luma plane, eight at a time.</summary>
    [Benchmark]
    public ulong ReadLuma()
    {
        _reader.TryRead(_sequence, out FrameView view);
        ulong sum = 0;
        foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(view.GetPlane(0)))
        {
            sum ^= eight;
        }

        return view.Validate() == ReadStatus.Ok ? sum : 0;
    }

    /// <summary>Find the ring, map both segments, check all, and let go again.</summary>
    [Benchmark]
    public void AttachAndDetach() => AttachReader().Dispose();

    private FrameRingReader AttachReader() =>
        FrameRingReader.TryAttach(_ring.Name, new FrameRingReaderOptions(), TimeSpan.Zero, CancellationToken.None, out FrameRingReader? reader) == AttachStatus.Ok
            ? reader!
            : throw new InvalidOperationException("The ring is not there.");
}
