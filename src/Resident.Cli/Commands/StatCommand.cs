using System.CommandLine;
using Resident.Cli.CommandLine;
using Resident.Cli.Sessions;
using Resident.Monitoring.Sampling;
using Resident.Reporting.Processes;

namespace Resident.Cli.Commands;

/// <summary>`resident stat TARGET`: one line a sample, as vmstat does.</summary>
internal static class StatCommand
{
    public static string[] Examples { get; } =
    [
        "resident stat 4711                         one line a second",
        "resident stat orders-api --interval 10s --for 1h",
        "resident stat orders.resident --interval 1m  a recording, one line a minute",
        "resident stat 4711 --json --count 1 | jq .process.res",
    ];

    public static Command Build()
    {
        var sampling = new SamplingOptions();
        var json = CommonOptions.Json("Print one JSON document a line (resident.sample/1).");
        var command = new Command("stat", "Print one line a sample, as vmstat does.");
        sampling.AddTo(command);
        command.Options.Add(json);
        command.SetAction((result, _) => RecordingTarget.TryOpen(sampling.Target(result)) is { } reader
            ? RecordedStat.PrintAsync(reader, sampling.Loop(result), result.GetValue(json))
            : RunAsync(sampling.Target(result), sampling.Endpoint(result), sampling.Pick(result), sampling.Loop(result), result.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(string text, Uri? endpoint, TargetPick pick, LoopOptions options, bool json)
    {
        var clock = TimeProvider.System;
        var sources = new ProcessSources("/proc", clock);
        var target = TargetText.Find(text, sources, pick);
        using var interrupts = new Interrupts();
        using var runtimes = new RuntimeReaders(target.Address ?? endpoint, clock);
        using var lines = new JsonLines();
        var table = new StatText(Console.Out);
        var warned = new HashSet<string>(StringComparer.Ordinal);
        string? ending = null;
        var end = await new TargetWatch(sources, target, runtimes, clock).CreateLoop(options).RunAsync(
            async (sample, events) =>
            {
                if (json)
                {
                    SampleJson.WriteLine(lines.Buffer, sample, isWhole: true);
                    lines.Send();
                }
                else
                {
                    table.Write(sample with { Time = sample.Time.ToLocalTime() });
                }

                foreach (string word in sample.Warnings.Concat(events.Select(static happened => happened.Text)).Where(warned.Add))
                {
                    await Console.Error.WriteLineAsync("resident: " + word);
                }
            },
            async happened =>
            {
                ending = happened.Text;
                await Console.Error.WriteLineAsync("resident: " + happened.Text);
            },
            interrupts.Token);
        return end == LoopEnd.TargetEnded || (ending is not null && end == LoopEnd.Complete) ? ExitCode.TargetRefused : ExitCode.Done;
    }
}
