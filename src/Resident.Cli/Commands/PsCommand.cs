using System.CommandLine;
using Resident.Cli.CommandLine;
using Resident.Cli.Sessions;
using Resident.Monitoring.Sampling;
using Resident.Reporting.Processes;
using Resident.Sources.Procfs;

namespace Resident.Cli.Commands;

/// <summary>`resident ps`: every Go and .NET process here.</summary>
internal static class PsCommand
{
    private const int PipeWidth = 200;

    public static string[] Examples { get; } =
    [
        "resident ps                    the Go and .NET processes here, the largest first",
        "resident ps --all              native programs too",
        "resident ps --json | jq '.processes[] | select(.runtime.kind == \"go\") | .pid'",
    ];

    public static Command Build()
    {
        var all = new Option<bool>("--all", "-a") { Description = "List native programs too." };
        var json = CommonOptions.Json("Print one JSON document (resident.ps/1).");
        var command = new Command("ps", "List every Go and .NET process here, with its runtime's version and memory.") { all, json };
        command.SetAction(async (result, _) => await RunAsync(result.GetValue(all), result.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(bool all, bool json)
    {
        var clock = TimeProvider.System;
        var sources = new ProcessSources("/proc", clock);
        var warnings = new List<string>();
        var rows = await ReadAsync(sources, all, warnings);
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

    private static async Task<List<ProcessRow>> ReadAsync(ProcessSources sources, bool all, List<string> warnings)
    {
        var rows = new List<ProcessRow>();
        int hidden = 0;
        using var runtimes = new RuntimeReaders(endpoint: null, TimeProvider.System);
        foreach (var entry in sources.List.Entries())
        {
            if (entry.IsKernelThread || entry.Pid == Environment.ProcessId)
            {
                continue;
            }

            var runtime = sources.Runtimes.Detect(entry.Pid);
            hidden += runtime is null && !Environment.IsPrivilegedProcess ? 1 : 0;
            if (runtime is null || (!all && runtime.Kind is not ("go" or "dotnet")))
            {
                continue;
            }

            try
            {
                var process = sources.Processes.Read(entry.Pid);
                var go = await runtimes.ReadOnceAsync(entry.Pid, runtime);
                rows.Add(new ProcessRow(process, runtime, go, entry.CommandLine));
            }
            catch (Exception problem) when (problem is ProcessGoneException or UnauthorizedAccessException)
            {
                // It ended, or hides: then it is not in the list.
            }
        }

        if (hidden > 0)
        {
            warnings.Add($"Of other users' processes, {hidden.ToString(System.Globalization.CultureInfo.InvariantCulture)} could not be looked into. Run as root, or with CAP_SYS_PTRACE, to see them.");
        }

        rows.Sort(static (one, other) => other.Process.Res.CompareTo(one.Process.Res));
        return rows;
    }
}
