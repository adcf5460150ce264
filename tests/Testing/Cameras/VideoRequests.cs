using System.Reflection;
using FrameRing.V4L2.Interop;

namespace FrameRing.Testing.Cameras;

/// <summary>The names of the VIDIOC numbers.</summary>
internal static class VideoRequests
{
    private static readonly Dictionary<uint, string> s_names = typeof(Videodev2)
        .GetFields(BindingFlags.Static | BindingFlags.NonPublic)
        .Where(static field => field.Name.StartsWith("VIDIOC_", StringComparison.Ordinal))
        .ToDictionary(static field => (uint)field.GetValue(null)!, static field => field.Name);

    internal static string NameOf(uint request) => s_names.TryGetValue(request, out string? name) ? name : $"0x{request:x8}";
}
