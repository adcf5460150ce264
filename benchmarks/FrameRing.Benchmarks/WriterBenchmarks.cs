using BenchmarkDotNet.Attributes;
using FrameRing.Layout;
using FrameRing.Writing;

namespace FrameRing.Benchmarks;

/// <summary>The producer's side, without the pixels.</summary>
[MemoryDiagnoser]
public class WriterBenchmarks
{
    private BenchmarkRing _ring = null!;
    private FrameMetadata _metadata;

    [GlobalSetup]
    public void SetUp()
    {
        _ring = new BenchmarkRing();
        _metadata = BenchmarkRing.Describe();
    }

    [GlobalCleanup]
    public void CleanUp() => _ring.Dispose();

    /// <summary>With the wake-up call to the kernel, which finds nobody asleep.</summary>
    [Benchmark]
    public ulong ClaimAndPublish()
    {
        _ring.Writer.TryClaim(BenchmarkRing.Bytes, out SlotClaim claim);
        return claim.Publish(_metadata);
    }

    [Benchmark]
    public void ClaimAndAbandon()
    {
        _ring.Writer.TryClaim(BenchmarkRing.Bytes, out SlotClaim claim);
        claim.Abandon();
    }

    /// <summary>Fills a metadata structure and checks it against the slot.</summary>
    [Benchmark]
    public bool DescribeAndCheck()
    {
        FrameMetadata metadata = BenchmarkRing.Describe();
        return FrameGeometry.TryCreate(metadata, BenchmarkRing.Bytes, out _);
    }
}
