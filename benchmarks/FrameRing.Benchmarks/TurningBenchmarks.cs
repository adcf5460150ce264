using BenchmarkDotNet.Attributes;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Media.Pictures;

namespace FrameRing.Benchmarks;

/// <summary>Turning and mirroring a picture.</summary>
[MemoryDiagnoser]
public class TurningBenchmarks
{
    private Picture? _source;
    private Picture? _target;
    private FrameMetadata _metadata;

    [Params(320, 1920)]
    public int Width { get; set; }

    [Params(0, 90, 180, 270)]
    public int Turn { get; set; }

    [Params(false, true)]
    public bool IsMirrored { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        PictureSize size = new(Width, Width * 9 / 16);
        _source = new Picture(size);
        _target = new Picture(Turn is 90 or 270 ? size.Turned : size);
        _metadata = new FrameMetadata { Rotation = (short)Turn, Mirroring = IsMirrored ? Mirroring.LeftRight : Mirroring.None };
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _source?.Dispose();
        _target?.Dispose();
    }

    [Benchmark]
    public void Apply() => Upright.Apply(_source!, _metadata, _target!);
}
