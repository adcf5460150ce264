using FrameRing.CommandLine;
using FrameRing.CommandLine.Streams;
using Tmds.Linux;

namespace FrameRing.Consumer.Reading;

/// <summary>Standard output or a file. A reader of a pipe that goes away is an end, not an error.</summary>
internal sealed class OutputFile : IDisposable
{
    private const string StandardOutputName = "standard output";

    private readonly Stream _stream;
    private readonly string _name;

    private OutputFile(Stream stream, string name)
    {
        IsTerminal = name == StandardOutputName && !Console.IsOutputRedirected;
        _stream = stream;
        _name = name;
    }

    /// <summary>True if a person looks at what is written.</summary>
    internal bool IsTerminal { get; }

    internal static OutputFile Create(string name)
    {
        try
        {
            return name == "-"
                ? new OutputFile(new StandardOutput(), StandardOutputName)
                : new OutputFile(new FileStream(name, FileMode.Create, FileAccess.Write, FileShare.Read, 0), $"'{name}'");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"Cannot write '{name}': {e.Message}");
        }
    }

    /// <summary>From now on a wait for somebody who does not read ends with this token.</summary>
    internal void EndWith(CancellationToken stop)
    {
        if (_stream is StandardOutput output)
        {
            output.Stop = stop;
        }
    }

    /// <summary>Writes it all at once.</summary>
    /// <param name="bytes">What to write.</param>
    /// <returns>False if nobody reads any more, or the user wants to end.</returns>
    internal bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
            _stream.Flush();
            return true;
        }
        catch (IOException e) when (e.HResult == LibC.EPIPE)
        {
            return false;
        }
        catch (OperationCanceledException)
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
