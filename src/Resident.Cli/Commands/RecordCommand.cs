using System.CommandLine;
using Resident.Cli.Alerts;
using Resident.Cli.CommandLine;
using Resident.Cli.Prometheus;
using Resident.Cli.Sessions;
using Resident.Monitoring.Feeds;
using Resident.Monitoring.History;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;
using Resident.Store;

namespace Resident.Cli.Commands;

/// <summary>`resident record TARGET -o FILE`: days of history in one file, without a page.</summary>
internal static class RecordCommand
{
    // Nobody looks at the history in memory here: what is kept is kept in the file.
    private static readonly HistoryLimits Least = new() { Rows = 16, Tiers = [] };

    public static string[] Examples { get; } =
    [
        "resident record 4711 -o orders.resident --for 3d",
        "resident record orders-api -o orders.resident      goes on when the service restarts; Ctrl-C ends it",
        "resident watch orders.resident                     the page of it, then or meanwhile",
        "resident record 4711 -o orders.resident --on go-live-heap-leak --webhook https://hooks.example.com/T0/B0",
        "resident stat orders.resident --json | jq .process.res",
    ];

    public static Command Build()
    {
        var sampling = new SamplingOptions();
        var output = OutputFile.Option("The file to write, or to go on with.", isRequired: true);
        var quiet = CommonOptions.Quiet();
        var alerts = new AlertSettings();
        var history = new HistorySettings();
        var command = new Command("record", "Record a target into a file, days of it, without a page.") { output, quiet };
        sampling.AddTo(command);
        alerts.AddTo(command);
        history.AddTo(command);
        command.SetAction((result, _) => RunAsync(
            sampling.Target(result), sampling.Pick(result), sampling.Endpoint(result), sampling.Loop(result), result.GetRequiredValue(output)!, result.GetValue(quiet), alerts.Read(result), history.Read(result)));
        return command;
    }

    private static async Task<int> RunAsync(string text, TargetPick pick, Uri? endpoint, LoopOptions options, string file, bool isQuiet, AlertRequest alerts, HistoryRequest? wanted)
    {
        var clock = TimeProvider.System;
        var sources = new ProcessSources("/proc", clock);
        var target = TargetText.Find(text, sources, pick);
        string name = target.NameOf(sources);
        using var own = OwnMemory.KeepSmall(clock);
        using var interrupts = new Interrupts();
        using var runtimes = new RuntimeReaders(target.Address ?? endpoint, clock);
        await runtimes.CheckAsync(target, interrupts.Token);
        var history = await ProcessHistory.TryReadAsync(wanted, target.Pid, sources, interrupts.Token);
        RecordedPast.Begin(file, name, options.Interval, target.Pid, history);
        await using var recorder = RecordingSettings.Open(file, name, options.Interval, sources, RetentionPolicy.KeepAll);
        using var expensive = new DearReads(recorder, sources, clock, runtimes.Profiles);
        var timeline = new Timeline(new TargetDescription { Name = name, Pid = target.Pid, Interval = options.Interval }, clock, Least) { Sink = expensive };
        var watch = new TargetWatch(sources, target, runtimes, clock)
        {
            Opened = found =>
            {
                timeline.ChangeTarget(_ => found with { State = "live", Interval = options.Interval });
                Tell(isQuiet, $"{found.Name} is recorded into {file}. Ctrl-C ends it. See: resident watch {file}");
            },
        };
        await using var verdicts = alerts.IsWanted ? Page.Stand(timeline, runtimes, expensive.Shared, history) : null;
        await using var alert = AlertWatch.Start(alerts, verdicts);
        var end = await new ProcessFeed(timeline, watch.CreateLoop(options), new SelfMeter(sources.Processes)).RunAsync(interrupts.Token);
        expensive.Finish();
        await recorder.DisposeAsync();
        if (end == LoopEnd.TargetEnded)
        {
            await Console.Error.WriteLineAsync($"resident: {timeline.Target.Ending}");
            await WatchEnding.TellLastAsync(file, isQuiet);
        }

        return ExitCode.Done;
    }

    private static void Tell(bool isQuiet, string words)
    {
        if (!isQuiet)
        {
            Console.Error.WriteLine("resident: " + words);
        }
    }
}
