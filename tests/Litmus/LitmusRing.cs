using System.Globalization;
using FrameRing.Inspection;
using FrameRing.Reading;
using FrameRing.Testing;

namespace FrameRing.Litmus;

/// <summary>A ring that another process fills at full speed. Ends that process and leaves no ring behind.</summary>
internal sealed class LitmusRing : IDisposable
{
    private static readonly TimeSpan s_watchdog = TimeSpan.FromMinutes(30);

    private readonly ChildProcess _writer;
    private readonly string _name;

    internal LitmusRing(LitmusOptions options)
    {
        _name = $"litmus.{Environment.ProcessId}";
        _writer = new ChildProcess(
            Environment.ProcessPath!,
            [FrameWriter.Verb, _name, options.Bytes.ToString(CultureInfo.InvariantCulture), options.Slots.ToString(CultureInfo.InvariantCulture)],
            s_watchdog);
        _writer.Expect("ready");
    }

    internal FrameRingReader Attach(bool leases)
    {
        FrameRingReaderOptions options = new() { Start = StartPosition.Newest, Policy = ReadPolicy.Latest, Leases = leases };
        FrameRingReader.TryAttach(_name, options, TimeSpan.FromSeconds(30), CancellationToken.None, out FrameRingReader? reader);

        // There must be frames to choose from.
        while (reader!.Head < (ulong)reader.SlotCount)
        {
            Thread.Yield();
        }

        return reader;
    }

    public void Dispose()
    {
        try
        {
            _writer.Finish();
        }
        finally
        {
            _writer.Dispose();
            RingCatalog.Remove(_name, force: true);
        }
    }
}
