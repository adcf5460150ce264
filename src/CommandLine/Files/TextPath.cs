using System.Text;
using FrameRing.CommandLine.Handles;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace FrameRing.CommandLine.Files;

/// <summary>
/// A path for libraries that take paths as text only. One whose bytes are no UTF-8 is reached by way of an open descriptor:
/// <c>/proc/self/fd/5/clip.mp4</c> where only the folder's name is odd, which keeps what lies beside the file in reach, else
/// <c>/proc/self/fd/5</c>. Owns the descriptor, so it is disposed when the file is closed.
/// </summary>
public sealed class TextPath : IDisposable
{
    private const string FilePrefix = "file:";

    private readonly SafeFileHandle? _handle;

    private TextPath(string text, SafeFileHandle? handle)
    {
        Text = text;
        _handle = handle;
    }

    /// <summary>What to hand on.</summary>
    public string Text { get; }

    /// <summary>Makes one. Opens nothing for a path that is text, and hands on as it is what cannot be opened.</summary>
    /// <param name="path">The path, in the form of <see cref="FrameRing.Text.PrintableText.FromUtf8"/>.</param>
    /// <returns>The caller's to dispose.</returns>
    public static TextPath Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (IsText(path))
        {
            return new TextPath(path, null);
        }

        // What FFmpeg takes in front of a file's name.
        path = path.StartsWith(FilePrefix, StringComparison.Ordinal) ? path[FilePrefix.Length..] : path;
        int slash = path.LastIndexOf('/');
        string name = path[(slash + 1)..];
        bool isByFolder = name.Length > 0 && IsText(name);
        SafeFileHandle? handle = Descriptor.TryOpenAt(LibC.AT_FDCWD, isByFolder ? path[..(slash + 1)] : path, LibC.O_PATH);
        return handle is null
            ? new TextPath(path, null)
            : new TextPath(FormattableString.Invariant($"/proc/self/fd/{Descriptor.NumberOf(handle)}{(isByFolder ? "/" + name : string.Empty)}"), handle);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();

    private static bool IsText(string path)
    {
        int index = 0;
        while (index < path.Length)
        {
            if (!Rune.TryGetRuneAt(path, index, out Rune rune))
            {
                return false;
            }

            index += rune.Utf16SequenceLength;
        }

        return true;
    }
}
