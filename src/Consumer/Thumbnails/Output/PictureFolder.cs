using System.Text;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine.Files;
using FrameRing.Consumer.Pictures.Skia;
using FrameRing.Consumer.Pictures;
using FrameRing.Media.Pictures;
using Tmds.Linux;

namespace FrameRing.Consumer.Thumbnails.Output;

/// <summary>
/// The folder that pictures go to. Pictures appear under their names only when they are complete, so a web server or a viewer never
/// meets half of one, and one that could not be written leaves nothing behind. Text files grow in whole entries.
/// </summary>
internal sealed class PictureFolder : IDisposable
{
    private readonly MemoryStream _encoded = new();
    private readonly OutputFolder _files;

    private PictureFolder(string path)
    {
        Path = path;
        _files = Guard(path, () => OutputFolder.Open(path));
    }

    internal string Path { get; }

    internal IPictureLibrary Library { get; } = new SkiaPictures();

    /// <summary>Makes the folder if it is not there, and tries at once whether it takes files.</summary>
    internal static PictureFolder Open(string path) => new(path);

    /// <summary>Writes a picture.</summary>
    /// <returns>What tells its file from others.</returns>
    internal FileIdentity Write(string name, Picture picture, PictureEncoding encoding)
    {
        _encoded.SetLength(0);
        Library.Encode(picture, encoding, _encoded);
        return WriteAgain(name);
    }

    /// <summary>Writes the picture that was encoded last once more, under another name.</summary>
    internal FileIdentity WriteAgain(string name) => Guard(PathOf(name), () =>
    {
        using NewFile file = _files.CreateFile();
        file.Write(_encoded.GetBuffer().AsSpan(0, (int)_encoded.Length));
        return file.Publish(name);
    });

    /// <summary>Begins a text file, in place of an older one.</summary>
    /// <returns>The file; the caller disposes it.</returns>
    internal NewFile CreateText(string name, string text) => Guard(PathOf(name), () =>
    {
        NewFile file = _files.CreateFile();
        try
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Publish(name);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <summary>Adds to a text file, whatever has its name now.</summary>
    internal void Append(NewFile file, string name, string text) => Guard(PathOf(name), () =>
    {
        file.Write(Encoding.UTF8.GetBytes(text));
        return true;
    });

    internal bool Contains(string name) => Guard(PathOf(name), () => _files.Contains(name));

    /// <summary>Removes a picture that was written here; one that somebody else has removed or replaced is no error.</summary>
    /// <returns>False if it was left alone because it is another one now.</returns>
    internal bool TryDelete(string name, FileIdentity identity) => Guard(PathOf(name), () => _files.Delete(name, identity) switch
    {
        Deletion.Refused => throw new IOException("the folder does not let a file go."),
        Deletion deletion => deletion == Deletion.Done,
    });

    public void Dispose() => _files.Dispose();

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (IOException e)
        {
            string remedy = e.HResult == LibC.ENOSPC || e.HResult == LibC.EDQUOT ? "Free some space, or choose another folder with -o." : "Choose another folder with -o.";
            throw new ToolException($"Cannot write '{path}': {e.Message.TrimEnd('.')}. {remedy}");
        }
    }
}
