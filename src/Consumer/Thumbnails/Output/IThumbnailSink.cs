namespace FrameRing.Consumer.Thumbnails.Output;

/// <summary>Something that is made of thumbnails. Used by one thread, in the order of the frames.</summary>
internal interface IThumbnailSink : IDisposable
{
    /// <summary>Takes one; does not keep its picture.</summary>
    void Add(Thumbnail thumbnail);

    /// <summary>Writes what is begun; the last call.</summary>
    /// <param name="end">When the last frame ends that was seen in the part of the last picture.</param>
    void Complete(TimeSpan end);
}
