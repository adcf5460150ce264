using FrameRing.Media.Colour;
using FrameRing.Media.Pictures;
using FrameRing.Media.Scaling;
using FrameRing.Reading;

namespace FrameRing.Consumer.Thumbnails.Selection;

/// <summary>
/// The first frame and every one that begins a new scene. The score is that of ffmpeg's <c>select='gt(scene,T)'</c>, measured on a small
/// picture: the mean difference to the frame before, or how much that has grown, whichever is less. Transparent frames are measured on
/// black, for what they hide is no scene; high dynamic range as it is coded, as ffmpeg does.
/// </summary>
/// <param name="threshold">0 to 1; above it a scene begins.</param>
internal sealed class SceneSelector(double threshold) : IFrameSelector
{
    private static readonly PictureSize s_size = new(96, 54);

    private readonly FrameScaler _scaler = new(ScalingQuality.Fast, ToneMapping.Off, Transparency.Black);
    private Picture _before = new(s_size);
    private Picture _now = new(s_size);
    private double _differenceBefore;
    private bool _hasBefore;

    public Choice Choose(scoped in FrameView view, TimeSpan time, bool isNewPart, bool isSound)
    {
        // Damage looks like a new scene, and its end like another one. The first picture is wanted in any case.
        if (!isSound)
        {
            return _hasBefore ? Choice.Skip : Choice.Take;
        }

        _scaler.Read(view, _now);
        if (view.Validate() != ReadStatus.Ok)
        {
            return Choice.Overwritten;
        }

        _scaler.Finish(_now);
        double difference = _hasBefore ? PictureStatistics.MeanDifference(_before, _now) : 0;
        double score = Math.Min(difference, Math.Abs(difference - _differenceBefore)) / 100;
        bool isScene = !_hasBefore || score > threshold;
        (_before, _now) = (_now, _before);
        (_differenceBefore, _hasBefore) = (difference, true);
        return isScene ? Choice.Take : Choice.Skip;
    }

    public void Dispose()
    {
        _scaler.Dispose();
        _before.Dispose();
        _now.Dispose();
    }
}
