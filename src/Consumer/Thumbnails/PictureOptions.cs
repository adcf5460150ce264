using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FrameRing.CommandLine;
using FrameRing.Consumer.Pictures;
using FrameRing.Consumer.Thumbnails.Output;
using FrameRing.Consumer.Thumbnails.Selection;
using FrameRing.Consumer.Thumbnails.Tiles;
using FrameRing.Media.Colour;
using FrameRing.Media.Scaling;

namespace FrameRing.Consumer.Thumbnails;

/// <summary>The options that say what the pictures are like and where they go.</summary>
internal sealed class PictureOptions
{
    private const int DefaultWidth = 320;
    private const int DefaultQuality = 85;

    private readonly Option<string> _folder = new("--output", "-o") { Description = "Folder for the pictures; made if it is not there.", HelpName = "DIR", Required = true };

    private readonly Option<TargetSize?> _size = new("--size", "-s")
    {
        Description = $"Size: {TargetSize.Syntax}. Default: 320.",
        HelpName = "SIZE",
        CustomParser = result =>
        {
            string text = OptionLimits.TextOf(result);
            if (!TargetSize.TryParse(text, out TargetSize? size))
            {
                result.AddError($"'{text}' is no value for --size. Use {TargetSize.Syntax}.");
            }

            return size;
        },
    };

    private readonly Option<string> _format = new("--format", "-c") { Description = "Kind of file.", DefaultValueFactory = _ => "jpeg" };
    private readonly Option<int> _quality = new Option<int>("--quality") { Description = "1 (small) to 100 (good), for jpeg and webp.", HelpName = "Q", DefaultValueFactory = _ => DefaultQuality }.RefuseOutside(1, 100);
    private readonly Option<string> _names = new("--names") { Description = "Name files by sequence (0000000123.jpg) or by pts (00-00-04.920.jpg).", DefaultValueFactory = _ => "sequence" };
    private readonly Option<int?> _keep = new Option<int?>("--keep") { Description = "Remove older pictures when there are more than N; 0 with --latest: no numbered ones at all.", HelpName = "N" }.RefuseBelow(0);
    private readonly Option<bool> _latest = new("--latest") { Description = "Also write latest.jpg, .png or .webp anew each time, in one step: it is always a whole picture." };
    private readonly Option<uint?> _background = new("--background")
    {
        Description = $"Ground behind transparent frames: {ColourText.Syntax}. Default: png and webp keep the transparency; jpeg, sheets, sprites and --skip-black take black.",
        HelpName = "COLOUR",
        CustomParser = result =>
        {
            string text = OptionLimits.TextOf(result);
            if (!ColourText.TryParse(text, out uint colour))
            {
                result.AddError($"'{text}' is no value for --background. Use {ColourText.Syntax}.");
            }

            return colour;
        },
    };

    private readonly Option<string> _toneMap = new("--tonemap")
    {
        Description = "auto: map high dynamic range (PQ, HLG) and wide gamuts (BT.2020, P3) to BT.709; off: leave the code values as they are.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<bool> _skipBlack = new("--skip-black") { Description = "Take the next frame that is not black. If all are, there is one picture." };
    private readonly Option<bool> _takeCorrupt = new("--take-corrupt") { Description = "Also take frames that are damaged. Default: the next one that is not, behind the next key frame; a damaged one if no other comes for 20 s or at all." };
    private readonly Option<long?> _count = new Option<long?>("--count") { Description = "Stop after that many pictures.", HelpName = "N" }.RefuseBelow(1);
    private readonly Option<TileGrid?> _sheet = Grid("--sheet", "Also make contact sheets of so many pictures with time stamps, like 5x4.");
    private readonly Option<TileGrid?> _sprites = Grid("--sprites", "Also make sprite sheets, like 10x10, and thumbnails.vtt for web players.");

    internal PictureOptions(Command command)
    {
        _format.AcceptOnly("jpeg", "jpg", "png", "webp");
        _names.AcceptOnly("sequence", "pts");
        _toneMap.AcceptOnly("auto", "off");
        command.Validators.Add(result =>
        {
            // What was typed: asking for a value that could not be read would fail before the parser says so.
            if (result.GetResult(_keep) is { Tokens: [{ Value: string typed }] } && int.TryParse(typed, CultureInfo.InvariantCulture, out int keep) && keep == 0
                && result.GetResult(_latest) is not { Implicit: false })
            {
                result.AddError("--keep 0 leaves no picture at all; add --latest for latest.jpg alone.");
            }
        });
        foreach (Option option in new Option[] { _folder, _size, _format, _quality, _names, _keep, _latest, _background, _toneMap, _skipBlack, _takeCorrupt, _count, _sheet, _sprites })
        {
            command.Options.Add(option);
        }
    }

    internal ThumbnailRequest Parse(ParseResult result, string ring, IFrameSelector selector, bool isSilent) => new()
    {
        Ring = ring,
        Selector = selector,
        Folder = PictureFolder.Open(result.GetRequiredValue(_folder)),
        Size = result.GetValue(_size) ?? TargetSize.OfWidth(DefaultWidth),
        Encoding = new PictureEncoding(
            result.GetValue(_format) switch { "png" => PictureFormat.Png, "webp" => PictureFormat.WebP, _ => PictureFormat.Jpeg },
            result.GetValue(_quality)),
        IsNamedByTime = result.GetValue(_names) == "pts",
        Keep = result.GetValue(_keep),
        WritesLatest = result.GetValue(_latest),
        Background = result.GetValue(_background),
        ToneMapping = result.GetValue(_toneMap) == "off" ? ToneMapping.Off : ToneMapping.Auto,
        SkipsBlack = result.GetValue(_skipBlack),
        TakesCorrupt = result.GetValue(_takeCorrupt),
        Count = result.GetValue(_count),
        Sheet = result.GetValue(_sheet),
        Sprites = result.GetValue(_sprites),
        IsSilent = isSilent,
    };

    private static Option<TileGrid?> Grid(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "CxR",
        CustomParser = (ArgumentResult result) =>
        {
            string text = OptionLimits.TextOf(result);
            if (!TileGrid.TryParse(text, out TileGrid? grid))
            {
                result.AddError($"'{text}' is no value for {name}. Use columns and rows from 1 to 100, like 5x4.");
            }

            return grid;
        },
    };
}
