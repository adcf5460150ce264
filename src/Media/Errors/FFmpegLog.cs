using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using FFmpeg.AutoGen;
using FrameRing.Text;

namespace FrameRing.Media.Errors;

/// <summary>
/// What FFmpeg's libraries say, on the way that our own words go. They quote the files that they read, and their own log writes most of
/// that to the terminal as it is. The last error is kept, because it tells more than the code that a function returns.
/// </summary>
public static unsafe class FFmpegLog
{
    private const int LongestPart = 1024;
    private const int LongestLine = 4096;
    private const int LevelBits = 0xFF;

    private static Action<string> s_print = static _ => { };

    // A message may come in parts; each thread has its own.
    [ThreadStatic]
    private static StringBuilder? t_line;

    [ThreadStatic]
    private static int t_isMidLine;

    /// <summary>Takes the messages over, and forgets the last error.</summary>
    /// <param name="level">Those up to this level are printed.</param>
    /// <param name="print">Prints a line, on any thread; must not throw.</param>
    public static void Begin(int level, Action<string> print)
    {
        Volatile.Write(ref s_print, print);
        LastError.Forget();
        ffmpeg.av_log_set_level(level);
        ffmpeg.av_log_set_callback(new av_log_set_callback_callback_func { Pointer = (nint)(delegate* unmanaged[Cdecl]<void*, int, byte*, byte*, void>)&Take });
    }

    // Called on any thread, very often for messages that nobody wants: they must cost nothing.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Take(void* source, int level, byte* format, byte* arguments)
    {
        level = level >= 0 ? level & LevelBits : level;
        bool isPrinted = level <= ffmpeg.av_log_get_level();
        bool isError = level <= ffmpeg.AV_LOG_ERROR;
        if (!isPrinted && !isError)
        {
            return;
        }

        byte* part = stackalloc byte[LongestPart];
        bool isContinued = t_isMidLine != 0;
        int printsPrefix = 1 - t_isMidLine;
        int length = ffmpeg.av_log_format_line2(source, level, Marshal.PtrToStringUTF8((nint)format), arguments, part, LongestPart, &printsPrefix);
        t_isMidLine = 1 - printsPrefix;
        ReadOnlySpan<byte> bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(part);
        if (isError)
        {
            LastError.Keep(bytes, isContinued);
        }

        if (isPrinted)
        {
            // A message that is too long is cut, and with it the end of its line.
            string text = PrintableText.FromUtf8(bytes);
            Append(length >= LongestPart && printsPrefix == 1 ? text + '\n' : text);
        }
    }

    private static void Append(string text)
    {
        StringBuilder line = t_line ??= new StringBuilder();
        string[] parts = text.Split('\n');
        for (int i = 0; i < parts.Length; i++)
        {
            line.Append(parts[i]);
            bool isEnd = i < parts.Length - 1;
            if ((isEnd && line.Length > 0) || line.Length > LongestLine)
            {
                Volatile.Read(ref s_print)(line.ToString());
                line.Clear();
            }
        }
    }
}
