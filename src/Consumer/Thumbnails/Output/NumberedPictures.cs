using System.Globalization;
using FrameRing.Media.Pictures;

namespace FrameRing.Consumer.Thumbnails.Output;

/// <summary>One file per thumbnail, and on request <c>latest</c>, rewritten every time. Old files go when there are more than the user keeps.</summary>
internal sealed class NumberedPictures(PictureFolder folder, PictureEncoding encoding, bool isNamedByTime, int? keep, bool writesLatest) : IThumbnailSink
{
    private readonly Queue<string> _names = new();
    private TimeSpan _newest = TimeSpan.MinValue;

    public void Add(Thumbnail thumbnail)
    {
        string latest = $"latest.{encoding.Extension}";
        if (keep == 0)
        {
            folder.Write(latest, thumbnail.Picture, encoding);
            return;
        }

        string name = NameOf(thumbnail);
        folder.Write(name, thumbnail.Picture, encoding);
        if (writesLatest)
        {
            folder.WriteAgain(latest);
        }

        if (keep is int most)
        {
            _names.Enqueue(name);
            while (_names.Count > most)
            {
                folder.Delete(_names.Dequeue());
            }
        }
    }

    public void Complete()
    {
    }

    public void Dispose()
    {
    }

    private string NameOf(Thumbnail thumbnail)
    {
        if (!isNamedByTime)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{thumbnail.Sequence:D10}.{encoding.Extension}");
        }

        string time = TimeText.ForFileName(thumbnail.Time);
        string name = $"{time}.{encoding.Extension}";

        // Time that goes back, as when a producer begins anew, must not write over the pictures of the first round.
        bool mayBeTaken = thumbnail.Time <= _newest;
        for (int number = 2; mayBeTaken && folder.Contains(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{time}_{number}.{encoding.Extension}");
        }

        _newest = thumbnail.Time > _newest ? thumbnail.Time : _newest;
        return name;
    }
}
