using FrameRing.CommandLine.Errors;
using FrameRing.Formats;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2.Inputs;
using FrameRing.V4L2;
using FrameRing.V4L2.Controls;

namespace FrameRing.Producer.Sources.Cameras;

/// <summary>Agrees with a camera on input, timings, format, size, rate and controls, and says what came out otherwise than asked for.</summary>
internal static class CameraNegotiation
{
    /// <summary>Sets the camera up. It must not be streaming.</summary>
    /// <param name="device">The open device.</param>
    /// <param name="options">The user's wishes.</param>
    /// <returns>What was agreed on; null if a digital input has no signal.</returns>
    internal static CameraSetup? Agree(VideoDevice device, CameraOptions options)
    {
        List<string> remarks = [];
        Prepare(device, options);

        // Before the question, so that no change is missed after it; the event is that of the chosen input.
        device.TrySubscribeSourceChange();
        if (!TryFollowSignal(device, remarks))
        {
            return null;
        }

        CaptureFormat current = device.GetFormat();
        (int width, int height) = options.Size ?? (current.Width, current.Height);
        FourCC code = options.Format ?? FormatChoice.Choose(device, current, width, height, options);

        // What is set already is left alone: setting it again would take other settings back, the frame rate for one.
        CaptureFormat agreed = code == current.Code && (width, height) == (current.Width, current.Height) ? current : device.SetFormat(code, width, height);
        if (options.Format is { } asked && agreed.Code != asked)
        {
            throw new ToolException($"The camera '{options.Path}' has no format {asked}. It has: {FormatList(device)}.");
        }

        if (options.Size is not null && (agreed.Width, agreed.Height) != (width, height))
        {
            remarks.Add(FormattableString.Invariant($"the driver changed the size from {width}x{height} to {agreed.Width}x{agreed.Height}"));
        }

        Rational rate = SetRate(device, options, remarks);
        CaptureLayout? layout = null;
        if (!CompressedFormats.TryGet(agreed.Code, out _) && !CaptureLayout.TryCreate(agreed, out layout))
        {
            throw new ToolException($"The camera '{options.Path}' gives {agreed}, which FrameRing cannot describe. It has: {FormatList(device)}; choose one with --input-format.");
        }

        return new CameraSetup(agreed, layout, rate, remarks);
    }

    /// <summary>Chooses the input and sets the controls that the user asked for, and nothing else.</summary>
    internal static void Prepare(VideoDevice device, CameraOptions options)
    {
        ChooseInput(device, options);
        SetControls(device, options);
    }

    private static void ChooseInput(VideoDevice device, CameraOptions options)
    {
        if (options.Channel is not int channel)
        {
            return;
        }

        IReadOnlyList<VideoInput> inputs = device.GetInputs();
        if (inputs.All(input => input.Number != channel))
        {
            string list = string.Join(", ", inputs.Select(static input => FormattableString.Invariant($"{input.Number} ({input.Name})")));
            throw new ToolException(FormattableString.Invariant($"The camera '{options.Path}' has no input {channel}. It has: {(list.Length == 0 ? "none to choose from" : list)}."));
        }

        if (device.Input != channel)
        {
            device.SetInput(channel);
        }
    }

    // A digital input gives what comes in, and only after the driver was told to take that.
    private static bool TryFollowSignal(VideoDevice device, List<string> remarks)
    {
        int? chosen = device.Input;
        if (device.GetInputs().FirstOrDefault(input => input.Number == chosen) is not { HasTimings: true })
        {
            return true;
        }

        SignalStatus status = device.QueryTimings(out DigitalTimings timings);
        if (status == SignalStatus.NotTold)
        {
            return true;
        }

        if (status != SignalStatus.Locked)
        {
            return false;
        }

        if (device.GetTimings() is { } set && set != timings)
        {
            device.SetTimings(timings);
            remarks.Add($"the signal is {timings}");
        }

        return true;
    }

    private static Rational SetRate(VideoDevice device, CameraOptions options, List<string> remarks)
    {
        Rational interval = device.GetFrameInterval();
        if (options.FrameRate is { } asked)
        {
            Rational set = device.SetFrameInterval(new Rational(asked.Denominator, asked.Numerator));
            interval = set.IsKnown ? set : interval;
            if (!set.IsKnown)
            {
                remarks.Add("the camera's frame rate cannot be set");
            }
            else if (Math.Abs((interval.ToDouble() * asked.ToDouble()) - 1) > 0.001)
            {
                remarks.Add(FormattableString.Invariant($"the driver changed the frame rate from {asked.ToDouble():0.###} to {1 / interval.ToDouble():0.###} frames/s"));
            }
        }

        if (!interval.IsKnown && device.GetTimings() is { FrameRate: > 0 } timings)
        {
            return new Rational((int)Math.Round(timings.FrameRate * 1000), 1000);
        }

        return interval.IsKnown ? new Rational(interval.Denominator, interval.Numerator) : Rational.Unknown;
    }

    private static void SetControls(VideoDevice device, CameraOptions options)
    {
        if (options.Controls.Count == 0)
        {
            return;
        }

        IReadOnlyList<ControlDescription> controls = device.Controls.List();
        foreach ((string name, string value) in options.Controls)
        {
            ControlDescription control = controls.FirstOrDefault(control => control.Key == name && control.Type != ControlType.Class)
                ?? throw new ToolException($"The camera '{options.Path}' has no control '{name}'. 'producer {options.Path} --list-ctrls' shows those there are.");
            device.Controls.Set(control, value);
        }
    }

    private static string FormatList(VideoDevice device)
    {
        FourCC[] usable = [.. device.GetFormats().Select(static format => format.Code).Where(FormatChoice.IsUsable)];
        return usable.Length == 0 ? "none that FrameRing can use" : string.Join(", ", usable);
    }
}
