using FFmpeg.AutoGen;
using FrameRing.CommandLine.Errors;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>
/// How pictures come into slots: the driver writes them there, they are copied out of the driver's buffers, or they are decoded out of
/// those. Chosen anew with every connection, within what is promised to successors of this producer. Owns the decoder.
/// </summary>
internal sealed class CameraWay(CameraOptions options, CancellationToken stop) : IDisposable
{
    private AVCodecID _codec;
    private bool _isPromised;

    /// <summary>Whether the driver writes into slots.</summary>
    internal bool IntoSlots { get; private set; }

    /// <summary>Whether it may do so now or after another connection.</summary>
    internal bool MayUseSlots { get; private set; } = options.Io != IoMethod.Mapped;

    /// <summary>For a compressed format; null for a raw one.</summary>
    internal CameraDecoder? Decoder { get; private set; }

    /// <summary>Chooses for what was agreed on. Without a signal nothing is known yet, and all stays as it is.</summary>
    /// <exception cref="ToolException">The user wants a way that this camera does not have.</exception>
    internal void Choose(CameraConnection connection)
    {
        if (connection.Setup is { } setup && CompressedFormats.TryGet(setup.Format.Code, out AVCodecID codec))
        {
            Decode(setup, codec);
        }
        else if (connection.Setup is not null)
        {
            Decoder?.Dispose();
            Decoder = null;
            IntoSlots = MayUseSlots && connection.TakesUserPointers();
            if (options.Io == IoMethod.UserPointer && !IntoSlots)
            {
                throw new ToolException($"The driver of '{options.Path}' does not fill memory of others (USERPTR). Leave --io userptr out: then its own buffers are used, with one copy per frame.");
            }
        }

        // Whether a device writes into slots is told to successors of this producer once, so it must hold for all that comes later.
        MayUseSlots &= _isPromised || Decoder is null;
        _isPromised = true;
    }

    /// <summary>The driver has refused slots: from now on by copy.</summary>
    internal void GiveUpSlots() => IntoSlots = MayUseSlots = false;

    /// <summary>The slots that this way needs.</summary>
    internal SlotPlan Plan(CameraConnection connection)
    {
        if (Decoder is not null)
        {
            return Decoder.Slots;
        }

        // Without a signal nobody knows the size yet; the first frames may begin a generation of their own.
        const int Readers = SlotPlan.ReadableWindow;
        long size = connection.Setup?.Layout?.SlotSize ?? 1;
        return IntoSlots || (connection.Setup is null && MayUseSlots)
            ? new SlotPlan(UserPointerCapture.Depth + Readers, UserPointerCapture.MinDepth + 1, size, $"{UserPointerCapture.Depth} for the driver + {Readers} for readers", $"{UserPointerCapture.MinDepth} for the driver + 1 for readers")
            : new SlotPlan(Readers + 1, 2, size, $"1 being copied to + {Readers} for readers", "1 being copied to + 1 for readers");
    }

    /// <summary>For the user's eyes.</summary>
    public override string ToString() => Decoder is { } decoder ? $"decoder {decoder.Name}, decoding into slots"
        : IntoSlots ? "the driver writes into slots"
        : "through the driver's buffers: one copy per frame";

    public void Dispose() => Decoder?.Dispose();

    private void Decode(CameraSetup setup, AVCodecID codec)
    {
        if (options.Io == IoMethod.UserPointer)
        {
            throw new ToolException($"--io userptr is about raw pictures; the camera gives {setup.Format.Code}, which is decoded into slots. Leave it out, or choose a raw format with --input-format.", ExitCodes.Usage);
        }

        IntoSlots = false;
        if (Decoder is not null && codec == _codec)
        {
            return;
        }

        // Not kept if the next one cannot be made.
        Decoder?.Dispose();
        Decoder = null;
        Decoder = new CameraDecoder(codec, options.Decoder, setup.Format.Width, setup.Format.Height, options.LogLevel, stop);
        _codec = codec;
    }
}
