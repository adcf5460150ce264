namespace FrameRing.Camera.Tests;

/// <summary>One driver for all tests, which run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class VividCollection : ICollectionFixture<Vivid>
{
    internal const string Name = "vivid";
}
