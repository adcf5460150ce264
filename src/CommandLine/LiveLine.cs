using System.Diagnostics;
using FrameRing.CommandLine.Streams;
using FrameRing.Text;

namespace FrameRing.CommandLine;

/// <summary>
/// One line on standard error that tells how it goes. On a terminal it is rewritten in place twice a second; elsewhere, in a log for
/// example, it is a line of its own every ten seconds or as often as asked. Used by one thread.
/// </summary>
public sealed class LiveLine
{
    private static readonly TimeSpan s_terminalInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_logInterval = TimeSpan.FromSeconds(10);

    // A line that nobody has told its width says 0.
    private const int NoTerminal = 10;
    private const int UsualWidth = 79;

    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private readonly bool _isSilent;
    private readonly TimeSpan _interval;
    private readonly string _prefix;
    private long _shown = Stopwatch.GetTimestamp();
    private bool _isOpen;

    /// <summary>Starts the clock; nothing is shown yet.</summary>
    /// <param name="prefix">What a line in a log begins with.</param>
    /// <param name="isSilent">True to show nothing at all.</param>
    /// <param name="logInterval">How often elsewhere than on a terminal; null for every ten seconds.</param>
    public LiveLine(string prefix, bool isSilent, TimeSpan? logInterval = null)
    {
        _interval = _isTerminal ? s_terminalInterval : logInterval ?? s_logInterval;
        _prefix = prefix;
        _isSilent = isSilent;
    }

    /// <summary>True when it is time for a new text. Cheap enough to ask after every frame.</summary>
    public bool IsDue => !_isSilent && Stopwatch.GetElapsedTime(_shown) >= _interval;

    /// <summary>Shows a text.</summary>
    /// <param name="text">One line, without its end.</param>
    /// <param name="part">How much is done, 0 to 1; null where no end is known.</param>
    public void Show(string text, double? part = null)
    {
        text = part is double done ? $"{ProgressBar.Format(done)}  {text}" : text;
        _shown = Stopwatch.GetTimestamp();
        if (_isSilent)
        {
            return;
        }

        if (_isTerminal)
        {
            // Longer than the terminal is wide it would wrap, and the next text would not replace it.
            int width = StandardError.FindWidth();
            int room = width > NoTerminal ? width - 1 : UsualWidth;
            StandardError.WriteInPlace("\r", Fit(text, room), "\u001b[K");
            _isOpen = true;
        }
        else
        {
            StandardError.WriteLine($"{_prefix}{text}");
        }
    }

    /// <summary>What of a text is shown where there is room for so many characters.</summary>
    /// <param name="text">Its printable form counts.</param>
    /// <param name="room">1 at least.</param>
    internal static string Fit(string text, int room)
    {
        string shown = PrintableText.Line(text);
        return shown.Length <= room ? shown : shown[..(char.IsHighSurrogate(shown[room - 1]) ? room - 1 : room)];
    }

    /// <summary>Takes the line off the terminal, so that something else can be printed there.</summary>
    public void Clear()
    {
        if (_isOpen)
        {
            StandardError.WriteInPlace("\r", string.Empty, "\u001b[K");
            _isOpen = false;
        }
    }
}
