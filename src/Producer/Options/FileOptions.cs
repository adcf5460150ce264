using System.CommandLine;
using FrameRing.Producer.Sources.Files;

namespace FrameRing.Producer.Options;

/// <summary>The options that say how a file or URL is opened and decoded.</summary>
internal sealed class FileOptions
{
    private readonly Option<TimeSpan?> _seek = OptionMaker.Duration("--seek", "Begin at that time. Default: the start.", "-ss");
    private readonly Option<long> _loop = new Option<long>("--loop", "-stream_loop") { Description = "Play that many further rounds; -1: for ever. Default: 0.", HelpName = "N" }.RefuseBelow(-1);
    private readonly Option<int?> _threads = new Option<int?>("--threads", "-threads") { Description = "Decoder threads. Default: one per processor, at most 4; each costs a slot.", HelpName = "N" }.RefuseBelow(1);
    private readonly Option<string?> _decoder = new("--decoder", "-c:v") { Description = "Decoder by its FFmpeg name. Default: FFmpeg's choice.", HelpName = "NAME" };

    internal IEnumerable<Option> All => [_seek, _loop, _threads, _decoder];

    internal FileSourceOptions Read(ParseResult result, string input) => new()
    {
        Input = input,
        Seek = result.GetValue(_seek) ?? TimeSpan.Zero,
        Loop = result.GetValue(_loop),
        Threads = result.GetValue(_threads),
        Decoder = result.GetValue(_decoder),
    };
}
