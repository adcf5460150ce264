using System.Globalization;
using FrameRing.CommandLine.Files;
using FrameRing.CommandLine.Streams;
using FrameRing.Consumer.Pictures;

namespace FrameRing.Consumer.Thumbnails.Output;

/// <summary>One file per thumbnail, and on request <c>latest</c>, rewritten every time. Old files go when there are more than the user keeps.</summary>
internal sealed class NumberedPictures(PictureFolder folder, PictureEncoding encoding, bool isNamedByTime, int? keep, bool writesLatest, bool isSilent) : IThumbnailSink
{
    private readonly Queue<(string Name, FileIdentity Identity)> _written = new();
    private TimeSpan _newestTime = TimeSpan.MinValue;
    private ulong _newestSequence;
    private bool _hasLeftOne;

    public void Add(Thumbnail thumbnail)
    {
        string latest = $"latest.{encoding.Extension}";
        if (keep == 0)
        {
            folder.Write(latest, thumbnail.Picture, encoding);
            return;
        }

        string name = NameOf(thumbnail);
        FileIdentity identity = folder.Write(name, thumbnail.Picture, encoding);
        if (writesLatest)
        {
            folder.WriteAgain(latest);
        }

        if (keep is int most)
        {
            _written.Enqueue((name, identity));
            while (_written.Count > most)
            {
                (string old, FileIdentity its) = _written.Dequeue();
                if (!folder.TryDelete(old, its) && !isSilent && !_hasLeftOne)
                {
                    // Once: where one is left, more may be, and the user believes that the folder stays small.
                    _hasLeftOne = true;
                    StandardError.WriteLine($"consumer: '{old}' is another file now or was changed; --keep leaves it and others like it.");
                }
            }
        }
    }

    public void Complete(TimeSpan end)
    {
    }

    public void Dispose()
    {
    }

    // Time or numbers that go back, as when a producer begins anew, must not write over the pictures of the first round.
    private string NameOf(Thumbnail thumbnail)
    {
        string stem = isNamedByTime ? TimeText.ForFileName(thumbnail.Time) : thumbnail.Sequence.ToString("D10", CultureInfo.InvariantCulture);
        bool mayBeTaken = isNamedByTime ? thumbnail.Time <= _newestTime : thumbnail.Sequence <= _newestSequence;
        string name = $"{stem}.{encoding.Extension}";
        for (int number = 2; mayBeTaken && folder.Contains(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}_{number}.{encoding.Extension}");
        }

        _newestTime = thumbnail.Time > _newestTime ? thumbnail.Time : _newestTime;
        _newestSequence = Math.Max(_newestSequence, thumbnail.Sequence);
        return name;
    }
}
