using System.ComponentModel;
using FrameRing.CommandLine.Errors;
using FrameRing.Text;
using FrameRing.V4L2.Files;
using FrameRing.V4L2;
using FrameRing.V4L2.Streaming;
using FrameRing.Writing;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>An open camera that was agreed with, and its stream once that was started.</summary>
internal sealed class CameraConnection : IDisposable
{
    /// <summary>Why a stream did not start although nothing is wrong: agree anew.</summary>
    internal const string FormatChanged = "another program has changed the format meanwhile";

    private readonly VideoDevice _device;
    private readonly CameraOptions _options;
    private CameraCapture? _capture;

    private CameraConnection(VideoDevice device, CameraOptions options, CameraSetup? setup)
    {
        _device = device;
        _options = options;
        Setup = setup;
    }

    /// <summary>What was agreed on; null if a digital input has no signal.</summary>
    internal CameraSetup? Setup { get; }

    /// <summary>What the device is called, to tell it from another one that gets its name later.</summary>
    internal string Identity => $"{PrintableText.Of(_device.Card)} ({PrintableText.Of(_device.Driver)})";

    internal CameraCapture? Capture => _capture;

    /// <summary>Opens the device and agrees with it on everything that the user asked for.</summary>
    /// <param name="options">The user's wishes.</param>
    /// <param name="devices">Opens a device.</param>
    /// <exception cref="FrameRingException">The device is missing, in use, not allowed.</exception>
    /// <exception cref="ToolException">It cannot do what was asked.</exception>
    internal static CameraConnection Open(CameraOptions options, Func<string, VideoDevice> devices)
    {
        VideoDevice device = CameraDevice.Open(options.Path, devices);
        try
        {
            if (!device.IsCapture)
            {
                string what = device.Capabilities.HasFlag(DeviceCapabilities.MetadataCapture) ? "gives metadata, not pictures" : "gives no pictures";
                throw new ToolException($"'{options.Path}' ({PrintableText.Of(device.Card)}) {what}. 'producer --list-devices' shows the nodes of cameras that do.");
            }

            if (!device.Capabilities.HasFlag(DeviceCapabilities.Streaming))
            {
                throw new ToolException($"The driver of '{options.Path}' ({PrintableText.Of(device.Driver)}) offers no streaming, only read(2), which FrameRing does not use.");
            }

            CameraSetup? setup = CameraNegotiation.Agree(device, options);
            return new CameraConnection(device, options, setup);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>Whether the device is gone. A driver may also fail while its device is there.</summary>
    internal bool IsGone => _device.IsGone;

    /// <summary>Whether the driver would fill memory of ours. Asked before there is a ring, so the memory itself may still be refused.</summary>
    internal bool TakesUserPointers()
    {
        bool takes = _device.CreateStream(BufferMemory.UserPointer, UserPointerCapture.MinDepth, out CaptureStream? probe);
        probe?.Dispose();
        return takes;
    }

    /// <summary>Starts the stream.</summary>
    /// <param name="writer">Where slots come from.</param>
    /// <param name="way">How pictures come into slots.</param>
    /// <param name="statistics">Counts.</param>
    /// <param name="stop">Ends waits.</param>
    /// <returns>Null if it runs, else why not, as part of a sentence; the connection is of no use any more then.</returns>
    internal string? TryStart(FrameRingWriter writer, CameraWay way, CameraStatistics statistics, StopEvent stop)
    {
        bool intoSlots = way.IntoSlots;
        CameraSetup setup = Setup!;
        BufferMemory memory = intoSlots ? BufferMemory.UserPointer : BufferMemory.Mapped;
        int count = intoSlots ? Math.Min(writer.SlotCount, CaptureStream.MaxCount) : MappedBuffers.Count;
        if (!_device.CreateStream(memory, count, out CaptureStream? stream))
        {
            return $"the driver does not offer {(intoSlots ? "to fill memory of others (USERPTR)" : "its buffers (MMAP)")}";
        }

        // From here on nobody else can change the format; until now somebody could.
        if (!_device.GetFormat().HasSameBuffers(setup.Format))
        {
            stream.Dispose();
            return FormatChanged;
        }

        _capture = way.Decoder is { } decoder ? new CompressedCapture(_device, stream, setup, decoder, statistics, stop)
            : intoSlots ? new UserPointerCapture(_device, stream, setup, statistics, stop)
            : new MappedCapture(_device, stream, setup, statistics, stop);
        int errno = _capture.TryStart(writer);
        return errno == 0 ? null : $"the driver refuses {(_capture.RefusedMemory ? "the memory" : "to start")}: {new Win32Exception(errno).Message} (errno {errno})";
    }

    /// <summary>Closes the device. Only then the slots that it had are given back: a stop alone may fail, and then it still writes.</summary>
    public void Dispose()
    {
        _capture?.Stop();
        _device.Dispose();
        _capture?.Dispose();
        _capture = null;
    }
}
