namespace FFmpeg.AutoGen;

/// <summary>Chooses the table of field offsets for the libavcodec that is loaded. A further version is one more table.</summary>
internal static class OffsetTables
{
    internal static readonly int[] Current = ForMajor(ffmpeg.avcodec_version() >> 16);

    private static int[] ForMajor(uint major) => major switch
    {
        59 => OffsetTable59.Values,
        _ => throw new NotSupportedException($"These bindings have no field offsets for libavcodec {major}; they have them for 59."),
    };
}
