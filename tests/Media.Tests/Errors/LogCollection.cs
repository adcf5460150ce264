namespace FrameRing.Media.Tests.Errors;

/// <summary>FFmpeg has one log for the whole process: what other tests make it say must not come in between.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LogCollection
{
    internal const string Name = "FFmpeg's log";
}
