using System.Text.Json;

namespace FrameRing.Producer.Sources;

/// <summary>Figures of one kind of source, for people and as JSON.</summary>
internal interface ISourceFigures
{
    /// <summary>The end of the live line.</summary>
    string Live { get; }

    /// <summary>Lines of the summary.</summary>
    IEnumerable<string> Summary { get; }

    /// <summary>Writes members into the summary's object.</summary>
    void Write(Utf8JsonWriter json);
}
