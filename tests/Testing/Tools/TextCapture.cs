using System.Text;

namespace FrameRing.Testing.Tools;

/// <summary>What a process writes to one of its streams, as it comes. A part of it can be waited for.</summary>
public sealed class TextCapture
{
    private readonly StringBuilder _text = new();
    private readonly Task _reading;
    private bool _isClosed;

    // A thread of its own: a pool full of such readers would leave the next process's pipe unread, and a process with a full pipe stands still.
    public TextCapture(StreamReader stream) => _reading = Task.Factory.StartNew(() => Read(stream), TaskCreationOptions.LongRunning);

    /// <summary>All of it, once the stream is closed.</summary>
    public string ToEnd()
    {
        _reading.Wait();
        return ToString();
    }

    /// <summary>Waits until what has come so far fulfils a condition.</summary>
    /// <returns>False if the stream is closed and does not.</returns>
    public bool WaitFor(Predicate<string> condition, TimeSpan limit)
    {
        lock (_text)
        {
            while (!condition(_text.ToString()))
            {
                if (_isClosed || !Monitor.Wait(_text, limit))
                {
                    return condition(_text.ToString());
                }
            }

            return true;
        }
    }

    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }

    private void Read(StreamReader stream)
    {
        char[] buffer = new char[4096];
        int count;
        do
        {
            count = stream.Read(buffer, 0, buffer.Length);
            lock (_text)
            {
                _text.Append(buffer, 0, count);
                _isClosed = count == 0;
                Monitor.PulseAll(_text);
            }
        }
        while (count > 0);
    }
}
