using System.Collections.Concurrent;
using FrameRing.Media.Pictures;
using FrameRing.Media.Scaling;

namespace FrameRing.Consumer.Thumbnails;

/// <summary>Pictures that are used again: one thread takes, another gives back.</summary>
internal sealed class PicturePool : IDisposable
{
    private readonly ConcurrentQueue<Picture> _free = new();

    /// <summary>A picture of that size with undefined content.</summary>
    internal Picture Take(PictureSize size)
    {
        while (_free.TryDequeue(out Picture? picture))
        {
            if (picture.Size == size)
            {
                return picture;
            }

            picture.Dispose();
        }

        return new Picture(size);
    }

    internal void GiveBack(Picture picture) => _free.Enqueue(picture);

    public void Dispose()
    {
        while (_free.TryDequeue(out Picture? picture))
        {
            picture.Dispose();
        }
    }
}
