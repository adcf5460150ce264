namespace FFmpeg.AutoGen.Loading;

/// <summary>An FFmpeg library is missing, or only another major version of it is there.</summary>
public sealed class FFmpegLibraryException : DllNotFoundException
{
    public FFmpegLibraryException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
