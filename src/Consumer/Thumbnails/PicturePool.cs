using System.Collections.Concurrent;
using FrameRing.Media.Pictures;
using FrameRing.Media.Scaling;

namespace FrameRing.Consumer.Thumbnails;

/// <summary>Pictures that are used again, by size: one thread takes, another gives back.</summary>
internal sealed class PicturePool : IDisposable
{
    private readonly ConcurrentDictionary<PictureSize, ConcurrentQueue<Picture>> _free = new();

    /// <summary>A picture of that size with undefined content.</summary>
    internal Picture Take(PictureSize size) =>
        _free.TryGetValue(size, out ConcurrentQueue<Picture>? queue) && queue.TryDequeue(out Picture? picture) ? picture : new Picture(size);

    internal void GiveBack(Picture picture) => _free.GetOrAdd(picture.Size, _ => new ConcurrentQueue<Picture>()).Enqueue(picture);

    public void Dispose()
    {
        foreach (Picture picture in _free.Values.SelectMany(queue => queue))
        {
            picture.Dispose();
        }

        _free.Clear();
    }
}
