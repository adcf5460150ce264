using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using FrameRing.Consumer.Thumbnails.Output;

namespace FrameRing.Consumer.Thumbnails;

/// <summary>
/// Encodes and writes thumbnails on a thread of its own, so that the reading thread is back at the ring at once. A full queue makes it
/// wait; the ring goes on meanwhile, and what is overwritten is counted as lost. A failure cancels <see cref="Failed"/> and is thrown by
/// <see cref="Complete"/>.
/// </summary>
internal sealed class ThumbnailQueue : IDisposable
{
    private const int Depth = 4;

    private readonly BlockingCollection<Thumbnail> _waiting = new(Depth);
    private readonly CancellationTokenSource _failed = new();
    private readonly IReadOnlyList<IThumbnailSink> _sinks;
    private readonly PicturePool _pool;
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;
    private TimeSpan _end;
    private bool _isComplete;

    internal ThumbnailQueue(IReadOnlyList<IThumbnailSink> sinks, PicturePool pool)
    {
        _sinks = sinks;
        _pool = pool;
        _thread = new Thread(Work) { IsBackground = true, Name = "thumbnails" };
        _thread.Start();
    }

    internal CancellationToken Failed => _failed.Token;

    /// <summary>Hands one over. After a failure it is thrown away: <see cref="Complete"/> will tell.</summary>
    internal void Add(Thumbnail thumbnail)
    {
        try
        {
            _waiting.Add(thumbnail, _failed.Token);
        }
        catch (OperationCanceledException)
        {
            _pool.GiveBack(thumbnail.Picture);
        }
    }

    /// <summary>Waits until everything is written.</summary>
    /// <param name="end">When the last frame ends that was seen in the part of the last picture.</param>
    internal void Complete(TimeSpan end)
    {
        if (!_isComplete)
        {
            _isComplete = true;
            _end = end;
            _waiting.CompleteAdding();
            _thread.Join();
        }

        _failure?.Throw();
    }

    public void Dispose()
    {
        if (!_isComplete)
        {
            _isComplete = true;
            _waiting.CompleteAdding();
            _thread.Join();
        }

        foreach (IThumbnailSink sink in _sinks)
        {
            sink.Dispose();
        }

        _waiting.Dispose();
        _failed.Dispose();
    }

    private void Work()
    {
        try
        {
            foreach (Thumbnail thumbnail in _waiting.GetConsumingEnumerable())
            {
                foreach (IThumbnailSink sink in _sinks)
                {
                    sink.Add(thumbnail);
                }

                _pool.GiveBack(thumbnail.Picture);
            }

            foreach (IThumbnailSink sink in _sinks)
            {
                sink.Complete(_end);
            }
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            _failed.Cancel();
        }
    }
}
