using System.CommandLine;
using Resident.Cli.CommandLine;
using Resident.Cli.Sessions;
using Resident.Monitoring.Sampling;
using Resident.Reporting.Processes;

namespace Resident.Cli.Commands;

/// <summary>`resident ps`: every Go and .NET process here.</summary>
internal static class PsCommand
{
    private const int PipeWidth = 200;
    private static readonly TimeSpan DefaultLook = TimeSpan.FromSeconds(10);

    public static string[] Examples { get; } =
    [
        "resident ps                    the Go and .NET processes here, the largest first",
        "resident ps --all              native programs too",
        "resident ps --why              a verdict beside each Go process, from its recording and a look of ten seconds",
        "resident ps --json | jq '.processes[] | select(.runtime.kind == \"go\") | .pid'",
    ];

    public static Command Build()
    {
        var all = new Option<bool>("--all", "-a") { Description = "List native programs too." };
        var json = CommonOptions.Json("Print one JSON document (resident.ps/1).");
        var why = new Option<bool>("--why") { Description = "Say of each Go process why its RES is what it is: ▲ leaks, ● holds memory, ✓ healthy, … not sure yet." };
        var duration = CommonOptions.For("With --why: how long the look at processes without a recording is. Default 10s.");
        var fresh = PastOptions.Fresh();
        var command = new Command("ps", "List every Go and .NET process here, with its runtime's version and memory.") { all, json, why, duration, fresh };
        command.SetAction(async (result, _) => await RunAsync(
            result.GetValue(all), result.GetValue(json), result.GetValue(why) ? result.GetValue(duration) ?? DefaultLook : null, result.GetValue(fresh)));
        return command;
    }

    private static async Task<int> RunAsync(bool all, bool json, TimeSpan? look, bool isFresh)
    {
        var clock = TimeProvider.System;
        var sources = new ProcessSources("/proc", clock);
        var warnings = new List<string>();
        var rows = await ProcessRows.ReadAsync(sources, all, warnings);
        if (sources.List.ExplainHiding() is { } hiding)
        {
            warnings.Add(hiding);
        }

        if (look is { } duration)
        {
            using var interrupts = new Interrupts();
            rows = await new ProcessVerdicts(sources, duration, clock, isFresh).AddToAsync(rows, warnings, interrupts.Token);
        }

        if (json)
        {
            using var lines = new JsonLines();
            lines.SendDocument(writer => PsJson.Write(writer, clock.GetUtcNow(), rows, warnings));
            return ExitCode.Done;
        }

        if (rows.Count == 0)
        {
            await Console.Error.WriteLineAsync("resident: No Go or .NET process is running here, or none may be seen. Native ones: resident ps --all");
        }
        else
        {
            PsText.Write(Console.Out, rows, Console.IsOutputRedirected ? PipeWidth : Math.Max(80, Console.WindowWidth));
        }

        foreach (string warning in warnings)
        {
            await Console.Error.WriteLineAsync("resident: " + warning);
        }

        return ExitCode.Done;
    }
}
