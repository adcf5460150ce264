using System.CommandLine;
using FrameRing.CommandLine.Errors;
using FrameRing.CommandLine.Streams;
using FrameRing.Inspection;

namespace FrameRing.RingCtl;

/// <summary><c>ringctl list</c>: every ring, one line each.</summary>
internal static class ListCommand
{
    private static readonly string[] s_titles = ["NAME", "STATE", "GEN", "SLOTS", "SIZE", "PAGES", "FORMAT", "HEAD", "FPS", "AGE", "READERS", "DROPPED", "WRITER"];

    internal static Command Create()
    {
        Option<bool> json = RingJson.CreateOption();
        Command command = new("list", "Every ring that you may read, one line each.") { json };
        command.Aliases.Add("ls");
        command.SetAction(result =>
        {
            IReadOnlyList<RingInfo> rings = RingCatalog.List();
            if (result.GetValue(json))
            {
                RingJson.Write(rings);
            }
            else if (rings.Count == 0)
            {
                StandardError.WriteLine("There is no ring. 'producer INPUT --ring NAME' makes one.");
            }
            else
            {
                StandardOutput.Print(output => Print(output, rings));
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Print(TextWriter output, IReadOnlyList<RingInfo> rings)
    {
        string[][] rows = [s_titles, .. rings.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, s_titles.Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static string[] Row(RingInfo ring)
    {
        RingText text = new(ring);
        return
        [
            ring.Name, text.State, text.Generation, text.Slots, text.SegmentSize, text.Pages, text.Format,
            text.Head, text.Rate, text.Age, text.Readers, text.Dropped, text.Writer,
        ];
    }
}
