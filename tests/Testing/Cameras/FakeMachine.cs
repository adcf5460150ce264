using FrameRing.V4L2;
using FrameRing.V4L2.Files;
using Tmds.Linux;

namespace FrameRing.Testing.Cameras;

/// <summary>The device files of a machine whose cameras are fakes. Safe on several threads.</summary>
public sealed class FakeMachine : IDeviceFiles
{
    private readonly Dictionary<string, FakeCamera> _cameras = [];

    public FakeMachine(params ReadOnlySpan<FakeCamera> cameras)
    {
        foreach (FakeCamera camera in cameras)
        {
            Add(camera, $"/dev/video{_cameras.Count}");
        }
    }

    /// <summary>Gives a camera a path; it may have several.</summary>
    public void Add(FakeCamera camera, string path)
    {
        lock (_cameras)
        {
            _cameras[path] = camera;
        }
    }

    /// <summary>Takes a path away: opening it is ENOENT.</summary>
    public void Remove(string path)
    {
        lock (_cameras)
        {
            _cameras.Remove(path);
        }
    }

    /// <summary>Opens a device as <see cref="VideoDevice.Open(string)"/> does.</summary>
    public VideoDevice Open(string path = "/dev/video0") => VideoDevice.Open(path, this);

    /// <summary>Opens all capture devices as <see cref="VideoDevice.OpenAll()"/> does.</summary>
    public IReadOnlyList<VideoDevice> OpenAll() => VideoDevice.OpenAll(this);

    int IDeviceFiles.TryOpen(string path, out IDeviceFile? file)
    {
        FakeCamera? camera;
        lock (_cameras)
        {
            _cameras.TryGetValue(path, out camera);
        }

        file = null;
        return camera is null ? LibC.ENOENT : camera.TryOpen(out file);
    }

    IReadOnlyList<string> IDeviceFiles.List()
    {
        lock (_cameras)
        {
            return [.. _cameras.Where(static entry => entry.Value.IsPluggedIn).Select(static entry => entry.Key).OrderBy(static path => path.Length).ThenBy(static path => path, StringComparer.Ordinal)];
        }
    }
}
