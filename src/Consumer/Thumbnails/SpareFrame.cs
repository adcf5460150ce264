using FrameRing.Consumer.Thumbnails.Selection;
using FrameRing.Media.Pictures;

namespace FrameRing.Consumer.Thumbnails;

/// <summary>The best picture there was while a good one is owed, in case that no good frame comes.</summary>
internal sealed class SpareFrame(PicturePool pool)
{
    private Picture? _picture;

    internal Soundness Soundness { get; private set; }

    internal ulong Sequence { get; private set; }

    internal TimeSpan Time { get; private set; }

    internal bool IsThere => _picture is not null;

    /// <summary>Whether such a frame is better than what is there. Of equals the first is kept, which is nearest to the time that was asked for.</summary>
    internal bool IsWorseThan(Soundness soundness) => !IsThere || soundness < Soundness;

    /// <summary>Keeps it if it is better.</summary>
    internal void Offer(Picture picture, Soundness soundness, ulong sequence, TimeSpan time)
    {
        if (!IsWorseThan(soundness))
        {
            pool.GiveBack(picture);
            return;
        }

        Clear();
        (_picture, Soundness, Sequence, Time) = (picture, soundness, sequence, time);
    }

    /// <summary>Hands it over; the caller gives it back.</summary>
    internal Picture Take()
    {
        Picture picture = _picture!;
        _picture = null;
        return picture;
    }

    internal void Clear()
    {
        if (_picture is not null)
        {
            pool.GiveBack(Take());
        }
    }
}
