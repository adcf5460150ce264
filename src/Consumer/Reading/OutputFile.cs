using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine.Handles;
using FrameRing.CommandLine.Signals;
using FrameRing.CommandLine.Files;
using FrameRing.CommandLine.Streams;
using Tmds.Linux;

namespace FrameRing.Consumer.Reading;

/// <summary>Standard output or a file. A reader of a pipe that goes away is an end, not an error.</summary>
internal sealed class OutputFile : IDisposable
{
    private const string StandardOutputName = "standard output";

    private readonly NamedOutput? _place;
    private readonly string _name;
    private DescriptorStream? _stream;

    private OutputFile(NamedOutput? place, DescriptorStream? stream, string name)
    {
        IsTerminal = name == StandardOutputName && !Console.IsOutputRedirected;
        _place = place;
        _stream = stream;
        _name = name;
    }

    /// <summary>True if a person looks at what is written.</summary>
    internal bool IsTerminal { get; }

    /// <summary>True if the user wanted to end meanwhile, as while a pipe had no reader.</summary>
    internal bool IsStopped { get; private set; }

    /// <summary>Finds out whether it can be written. A file that is there stays as it is until <see cref="Begin"/>.</summary>
    /// <param name="name">A path, or - for standard output.</param>
    internal static OutputFile Create(string name)
    {
        if (name == "-")
        {
            return new OutputFile(null, StandardOutput.Open(), StandardOutputName);
        }

        // Before anything is opened: a request to end that comes meanwhile is heard too.
        using StopSignals stop = new();
        OutputFile file = new(Guard($"'{name}'", () => NamedOutput.Find(name)), null, $"'{name}'");
        Guard(file._name, () => file._place!.WaitForReader(stop.Token));
        file.IsStopped = stop.Token.IsCancellationRequested;
        return file;
    }

    /// <summary>There will be something to write: a file begins anew. From now on a wait for somebody who does not read ends with this token.</summary>
    internal void Begin(CancellationToken stop) => Open().Stop = stop;

    /// <summary>Writes it all at once.</summary>
    /// <param name="bytes">What to write.</param>
    /// <returns>False if nobody reads any more, or the user wants to end.</returns>
    internal bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Open().Write(bytes);
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
            throw Failed(_name, e);
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _place?.Dispose();
    }

    private DescriptorStream Open() => _stream ??= Guard(_name, _place!.Open);

    private static T Guard<T>(string name, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (IOException e)
        {
            throw Failed(name, e);
        }
    }

    private static ToolException Failed(string name, IOException e) => new($"Cannot write {name}: {e.Message.TrimEnd('.')}. {Remedy(name, e)}");

    private static string Remedy(string name, IOException e) =>
        e.HResult == LibC.ENOSPC || e.HResult == LibC.EDQUOT ? "Free some space, or choose another place."
        : name == StandardOutputName ? "Send it to a file with -o, or to another program."
        : "Choose another file with -o, or leave -o out for standard output.";
}
