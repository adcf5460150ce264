namespace FrameRing.V4L2.Files;

/// <summary>The device files of a machine.</summary>
internal interface IDeviceFiles
{
    /// <summary>Opens a device file for reading and writing, non-blocking.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="file">The open file; the caller disposes it.</param>
    /// <returns>0, or the error number.</returns>
    int TryOpen(string path, out IDeviceFile? file);

    /// <summary>The video device files there are.</summary>
    /// <returns>Paths like <c>/dev/video0</c>, in the order of their numbers.</returns>
    IReadOnlyList<string> List();
}
