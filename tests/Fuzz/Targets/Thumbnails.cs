using FrameRing.Consumer.Pictures;
using FrameRing.Consumer.Thumbnails;
using FrameRing.Consumer.Thumbnails.Output;
using FrameRing.Consumer.Thumbnails.Selection;
using FrameRing.Fuzz.Running;
using FrameRing.Media.Scaling;
using FrameRing.Reading;

namespace FrameRing.Fuzz.Targets;

/// <summary>The consumer's picture maker: scales, turns and writes every frame, as small as pictures can usefully be.</summary>
internal sealed class Thumbnails : IDisposable
{
    private readonly ThumbnailMaker _maker;

    internal Thumbnails() => _maker = new ThumbnailMaker(new ThumbnailRequest
    {
        Ring = "fuzz",
        Folder = PictureFolder.Open(Path.Combine(Worker.Folder, "pictures")),
        Selector = new EveryNthSelector(1),
        Size = TargetSize.TryParse("16x9!", out TargetSize? size) ? size : TargetSize.Original,
        Encoding = new PictureEncoding(PictureFormat.Jpeg, 50),
        IsNamedByTime = true,
        Keep = 0,
        WritesLatest = false,
        SkipsBlack = true,
        Count = null,
        Sheet = null,
        Sprites = null,
    });

    internal void Make(scoped in FrameView view) => _maker.OnFrame(view);

    public void Dispose()
    {
        _maker.Complete();
        _maker.Dispose();
    }
}
