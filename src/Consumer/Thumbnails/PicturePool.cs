using FrameRing.Media.Pictures;

namespace FrameRing.Consumer.Thumbnails;

/// <summary>Pictures that are used again, by size: one thread takes, another gives back. Sizes that are not used any more are let go of.</summary>
internal sealed class PicturePool : IDisposable
{
    // A picture as it lies and upright, and the same of a stream that is just changing.
    private const int MostSizes = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<PictureSize, Stack<Picture>> _free = [];

    /// <summary>A picture of that size with undefined content.</summary>
    internal Picture Take(PictureSize size)
    {
        lock (_lock)
        {
            if (_free.TryGetValue(size, out Stack<Picture>? pictures) && pictures.TryPop(out Picture? picture))
            {
                return picture;
            }
        }

        return new Picture(size);
    }

    internal void GiveBack(Picture picture)
    {
        lock (_lock)
        {
            if (!_free.TryGetValue(picture.Size, out Stack<Picture>? pictures))
            {
                if (_free.Count >= MostSizes)
                {
                    Clear();
                }

                _free[picture.Size] = pictures = new Stack<Picture>();
            }

            pictures.Push(picture);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Clear();
        }
    }

    private void Clear()
    {
        foreach (Picture picture in _free.Values.SelectMany(static pictures => pictures))
        {
            picture.Dispose();
        }

        _free.Clear();
    }
}
