using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace FrameRing.Testing.Tools;

/// <summary>What ringctl says about a ring.</summary>
public static class RingState
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(50);

    public static JsonElement Of(string ring)
    {
        using Tool tool = new("ringctl", "info", ring, "--json");
        (int code, string output, string errors) = tool.Finish();
        Assert.True(code == 0, errors);
        using JsonDocument document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    /// <summary>Asks again and again until the ring is as it should be.</summary>
    public static JsonElement WaitFor(string ring, Predicate<JsonElement> condition)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            using Tool tool = new("ringctl", "info", ring, "--json");
            (int code, string output, _) = tool.Finish();
            if (code == 0)
            {
                using JsonDocument document = JsonDocument.Parse(output);
                if (condition(document.RootElement))
                {
                    return document.RootElement.Clone();
                }
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < s_limit, $"Ring '{ring}' did not become as expected: {output}");
        }
    }

    public static ulong Generation(JsonElement ring) => ring.GetProperty("generation").GetUInt64();

    public static ulong Head(JsonElement ring) => TryGet(ring, "segment", "head") is { } head ? head.GetUInt64() : 0;

    public static int Readers(JsonElement ring) => TryGet(ring, "segment", "readers") is { } readers ? readers.GetInt32() : 0;

    public static JsonElement[] Holders(JsonElement ring) => TryGet(ring, "leases", "holders") is { } holders ? [.. holders.EnumerateArray()] : [];

    // A ring that is just being made has neither yet.
    private static JsonElement? TryGet(JsonElement ring, string part, string name) =>
        ring.GetProperty(part) is { ValueKind: JsonValueKind.Object } found ? found.GetProperty(name) : null;
}
