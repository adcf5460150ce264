namespace FrameRing.Soak.Tests.Checks;

/// <summary>A producer prints nothing but its summary; that it goes on is seen by its consumers.</summary>
internal sealed class SummaryOnly : IOutputCheck
{
    private string _text = string.Empty;

    public long Progress => -1;

    public string? Fault => null;

    internal string Text => Volatile.Read(ref _text);

    public void Read(Stream output)
    {
        using StreamReader reader = new(output);
        Volatile.Write(ref _text, reader.ReadToEnd());
    }
}
