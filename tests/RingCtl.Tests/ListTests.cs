using System.Text.Json;
using FrameRing.Writing;

namespace FrameRing.RingCtl.Tests;

public class ListTests
{
    [Fact]
    public void A_ring_is_one_line_under_its_titles()
    {
        string ring = Tool.NewRing();
        using FrameRingWriter writer = Rings.Create(ring, 7);
        string[] lines = Run("list").Split('\n');
        string line = Assert.Single(lines, line => line.StartsWith(ring + " ", StringComparison.Ordinal));
        Assert.Equal("live", Cell(lines[0], line, "STATE"));
        Assert.Equal("4", Cell(lines[0], line, "SLOTS"));
        Assert.Equal("7", Cell(lines[0], line, "HEAD"));
        Assert.StartsWith("64x30", Cell(lines[0], line, "FORMAT"));
        Assert.StartsWith($"{Environment.ProcessId}", Cell(lines[0], line, "WRITER"));
    }

    [Fact]
    public void Json_says_the_same_as_the_library()
    {
        string ring = Tool.NewRing();
        using FrameRingWriter writer = Rings.Create(ring, 7);
        using JsonDocument list = JsonDocument.Parse(Run("list", "--json"));
        JsonElement found = Assert.Single(list.RootElement.EnumerateArray(), element => element.GetProperty("name").GetString() == ring);
        AssertRing(found, writer);
        using JsonDocument info = JsonDocument.Parse(Run("info", ring, "--json"));
        AssertRing(info.RootElement, writer);
    }

    [Fact]
    public void A_reader_that_is_attached_is_counted()
    {
        string ring = Tool.NewRing();
        using FrameRingWriter writer = Rings.Create(ring, 1);
        using Tool reader = new("consumer", "framemd5", ring);
        reader.WaitForOutput("0, ");
        using JsonDocument info = JsonDocument.Parse(Run("info", ring, "--json"));
        Assert.Equal(1, info.RootElement.GetProperty("segment").GetProperty("readers").GetInt32());
    }

    [Fact]
    public void Info_names_writer_frames_and_pages()
    {
        string ring = Tool.NewRing();
        using FrameRingWriter writer = Rings.Create(ring, 7);
        string text = Run("info", ring);
        Assert.Contains($"{ring} (live)", text);
        Assert.Contains("7, readable from", text);
        Assert.Contains("4 of 4 KiB", text);
        Assert.Contains("coded 64x32", text);
    }

    private static void AssertRing(JsonElement ring, FrameRingWriter writer)
    {
        JsonElement segment = ring.GetProperty("segment");
        Assert.Equal("live", ring.GetProperty("state").GetString());
        Assert.Equal(Environment.ProcessId, ring.GetProperty("writer_pid").GetInt32());
        Assert.Equal(writer.Generation, ring.GetProperty("generation").GetUInt64());
        Assert.Equal(writer.Head, segment.GetProperty("head").GetUInt64());
        Assert.Equal(writer.SlotCount, segment.GetProperty("slots").GetInt32());
        Assert.Equal(64, segment.GetProperty("width").GetInt32());
        Assert.Equal(30, segment.GetProperty("height").GetInt32());
        Assert.Equal(0, segment.GetProperty("readers").GetInt32());
    }

    private static string Cell(string titles, string line, string title)
    {
        int start = titles.IndexOf(title, StringComparison.Ordinal);
        Assert.True(start >= 0 && line[start - 1] == ' ', $"The columns are not aligned:\n{titles}\n{line}");
        return line[start..].Split("  ")[0].Trim();
    }

    private static string Run(params string[] arguments)
    {
        using Tool tool = new("ringctl", arguments);
        (int code, string output, string errors) = tool.Finish();
        Assert.True(code == 0, errors);
        return output;
    }
}
