using System.CommandLine;
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
        var command = new Command("diff", "Compare two recordings, or two times of one: which terms of RES and which sites differ, and is it more than noise.") { first, second, duration, json };
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

            var sites = one.Sites() is { } before && other.Sites() is { } after ? SiteComparer.Compare(before, after) : [];
            if (result.GetValue(json))
            {
                DiffReport.WriteJson(one, other, rows, sites);
            }
            else
            {
                DiffReport.Write(Console.Out, one, other, rows, sites);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static List<LevelChange> Compare(RecordingWindow one, RecordingWindow other)
    {
        var rows = new List<LevelChange>();
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
                rows.Add(new LevelChange(name, name is "process.threads" or "process.openFiles" or "go.goroutines" ? "count" : "bytes", level));
            }
        }
    }
}
