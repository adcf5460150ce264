using FrameRing.CommandLine;

namespace FrameRing.Consumer.Reading;

/// <summary>Standard output or a file. A reader of a pipe that goes away is an end, not an error.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly Stream _stream;
    private readonly string _name;

    private OutputFile(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
    }

    internal static OutputFile Create(string name)
    {
        try
        {
            return name == "-"
                ? new OutputFile(Console.OpenStandardOutput(), "standard output")
                : new OutputFile(new FileStream(name, FileMode.Create, FileAccess.Write, FileShare.Read, 0), $"'{name}'");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"Cannot write '{name}': {e.Message}");
        }
    }

    /// <summary>Writes it all at once.</summary>
    /// <param name="bytes">What to write.</param>
    /// <returns>False if nobody reads any more.</returns>
    internal bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        const int EPIPE = 32;
        try
        {
            _stream.Write(bytes);
            _stream.Flush();
            return true;
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) == EPIPE || e.Message.Contains("Broken pipe", StringComparison.Ordinal))
        {
            return false;
        }
        catch (IOException e)
        {
            throw new ToolException($"Cannot write {_name}: {e.Message}");
        }
    }

    public void Dispose() => _stream.Dispose();
}
