using FrameRing.CommandLine;
using FrameRing.Media.Pictures;
using FrameRing.Media.Pictures.Skia;

namespace FrameRing.Consumer.Thumbnails.Output;

/// <summary>
/// The folder that pictures go to. Pictures appear under their names only when they are complete, so a web server or a viewer never
/// meets half of one, and one that could not be written leaves nothing behind. Text files grow in whole entries.
/// </summary>
internal sealed class PictureFolder
{
    private readonly MemoryStream _encoded = new();
    private readonly string _temporary;

    private PictureFolder(string path)
    {
        Path = path;

        // On the same file system as the pictures, or a rename would not be atomic; with the pid, so that two runs do not meet.
        _temporary = System.IO.Path.Combine(path, $".framering.{Environment.ProcessId}.tmp");
    }

    internal string Path { get; }

    internal IPictureLibrary Library { get; } = new SkiaPictures();

    /// <summary>Makes the folder if it is not there, and tries at once whether it takes files.</summary>
    internal static PictureFolder Open(string path)
    {
        PictureFolder folder = new(path);
        folder.Guard(path, () =>
        {
            Directory.CreateDirectory(path);
            File.WriteAllBytes(folder._temporary, "x"u8.ToArray());
            File.Delete(folder._temporary);
        });
        return folder;
    }

    /// <summary>Writes a picture.</summary>
    internal void Write(string name, Picture picture, PictureEncoding encoding)
    {
        _encoded.SetLength(0);
        Library.Encode(picture, encoding, _encoded);
        Write(name);
    }

    /// <summary>Writes the picture that was encoded last once more, under another name.</summary>
    internal void WriteAgain(string name) => Write(name);

    /// <summary>Writes a text file, in place of an older one.</summary>
    internal void Create(string name, string text) => Guard(name, () => File.WriteAllText(PathOf(name), text));

    /// <summary>Adds to a text file.</summary>
    internal void Append(string name, string text) => Guard(name, () => File.AppendAllText(PathOf(name), text));

    internal bool Contains(string name) => File.Exists(PathOf(name));

    /// <summary>Removes a picture; one that somebody else has removed is no error.</summary>
    internal void Delete(string name) => Guard(name, () => File.Delete(PathOf(name)));

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private void Write(string name) => Guard(name, () =>
    {
        using (FileStream file = new(_temporary, FileMode.Create, FileAccess.Write, FileShare.Read, 0))
        {
            file.Write(_encoded.GetBuffer().AsSpan(0, (int)_encoded.Length));
        }

        File.Move(_temporary, PathOf(name), overwrite: true);
    });

    private void Guard(string name, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            RemoveTemporary();
            throw new ToolException($"Cannot write '{(name == Path ? Path : PathOf(name))}': {e.Message} Free some space, or choose another folder with -o.");
        }
    }

    private void RemoveTemporary()
    {
        try
        {
            File.Delete(_temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The first failure is the one to tell.
        }
    }
}
