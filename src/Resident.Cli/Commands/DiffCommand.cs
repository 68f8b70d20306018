using System.CommandLine;
using System.Globalization;
using Resident.Analysis.Comparison;
using Resident.Cli.CommandLine;
using Resident.Cli.Sessions;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Store;

namespace Resident.Cli.Commands;

/// <summary>`resident diff A B`: two recordings, or two times of one, compared term by term.</summary>
internal static class DiffCommand
{
    private static readonly string[] Levels =
    [
        "process.rssAnon", "process.rssFile", "process.swap", "process.threads", "process.openFiles", "cgroup.usage",
        "go.heapAlloc", "go.heapInuse", "go.heapMarked", "go.stackInuse", "go.sys", "go.goroutines",
    ];

    public static string[] Examples { get; } =
    [
        "resident diff before.resident after.resident",
        "resident diff orders.resident@2026-11-20T08:00Z orders.resident@2026-11-23T08:00Z --for 1h",
    ];

    public static Command Build()
    {
        var first = new Argument<string>("A") { Description = "A recording, or FILE@TIME for a part of one." };
        var second = new Argument<string>("B") { Description = "Another one, or another part." };
        var duration = CommonOptions.For("How long the part after @TIME is. Default 10 minutes.");
        var json = CommonOptions.Json();
        var command = new Command("diff", "Compare two recordings, or two times of one: which terms of RES differ, and is it more than noise.") { first, second, duration, json };
        command.SetAction((result, _) =>
        {
            var length = result.GetValue(duration) ?? TimeSpan.FromMinutes(10);
            using var one = RecordingWindow.Open(result.GetRequiredValue(first), length);
            using var other = RecordingWindow.Open(result.GetRequiredValue(second), length);
            var rows = Compare(one, other);
            if (rows.Count == 0)
            {
                throw new MalformedInputException($"{one.Text} and {other.Text} have no series in common.");
            }

            if (result.GetValue(json))
            {
                PrintJson(one, other, rows);
            }
            else
            {
                Print(one, other, rows);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static List<(string Name, string Unit, LevelComparison Level)> Compare(RecordingWindow one, RecordingWindow other)
    {
        var rows = new List<(string, string, LevelComparison)>();
        Add(RecordingLog.Samples, "process.res");
        foreach (var term in LedgerTermNames.All)
        {
            Add(RecordingLog.Ledgers, "ledger." + LedgerTermNames.NameOf(term));
        }

        foreach (string name in Levels)
        {
            Add(RecordingLog.Samples, name);
        }

        return rows;

        void Add(RecordingLog log, string name)
        {
            if (LevelComparer.Compare(one.Values(log, name), other.Values(log, name)) is { } level && (level.From != 0 || level.To != 0))
            {
                rows.Add((name, name is "process.threads" or "process.openFiles" or "go.goroutines" ? "count" : "bytes", level));
            }
        }
    }

    private static void Print(RecordingWindow one, RecordingWindow other, List<(string Name, string Unit, LevelComparison Level)> rows)
    {
        var output = Console.Out;
        output.WriteLine($"A  {one.Description}");
        output.WriteLine($"B  {other.Description}");
        output.WriteLine($"{"",-24}{"A",12}{"B",12}{"change",13}");
        foreach (var (name, unit, level) in rows)
        {
            string mark = double.IsNaN(level.Error) ? "  too few values to know" : level.IsSignificant ? "  differs" : "";
            string sign = level.Change > 0 ? "+" : "";
            output.WriteLine($"{name,-24}{Format(level.From, unit),12}{Format(level.To, unit),12}{sign + Format(level.Change, unit),13}{mark}");
        }
    }

    private static void PrintJson(RecordingWindow one, RecordingWindow other, List<(string Name, string Unit, LevelComparison Level)> rows)
    {
        using var lines = new JsonLines();
        lines.SendDocument(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("schema"u8, "resident.diff/1");
            writer.WriteString("a"u8, one.Text);
            writer.WriteString("b"u8, other.Text);
            writer.WriteStartArray("series"u8);
            foreach (var (name, unit, level) in rows)
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, name);
                writer.WriteString("unit"u8, unit);
                writer.WriteNumber("from"u8, Math.Round(level.From, 1));
                writer.WriteNumber("to"u8, Math.Round(level.To, 1));
                writer.WriteNumber("change"u8, Math.Round(level.Change, 1));
                if (double.IsNaN(level.Error))
                {
                    writer.WriteNull("error"u8);
                    writer.WriteNull("significant"u8);
                }
                else
                {
                    writer.WriteNumber("error"u8, Math.Round(level.Error, 1));
                    writer.WriteBoolean("significant"u8, level.IsSignificant);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static string Format(double value, string unit) =>
        unit is "bytes" ? new ByteSize((long)value).ToString() : value.ToString("0.#", CultureInfo.InvariantCulture);
}
