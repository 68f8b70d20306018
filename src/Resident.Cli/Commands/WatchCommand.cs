using System.CommandLine;
using Resident.Cli.Alerts;
using Resident.Cli.CommandLine;
using Resident.Cli.Prometheus;
using Resident.Cli.Sessions;
using Resident.Model;
using Resident.Monitoring.Feeds;
using Resident.Monitoring.History;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;
using Resident.Web;

namespace Resident.Cli.Commands;

/// <summary>`resident watch TARGET`: the live page of something that runs already.</summary>
internal static class WatchCommand
{
    public static string[] Examples { get; } =
    [
        "resident watch 4711                      a process by its PID",
        "resident watch orders-api                by its name; when it restarts, watching goes on",
        "resident watch cgroup:/system.slice/api.service",
        "resident watch http://10.0.0.7:6060 --for 10m",
        "resident watch 4711 --history http://prometheus:9090",
        "resident watch orders.resident           the page of a recording",
        "resident watch 4711 --endpoint http://localhost:6060",
        "resident watch 4711 --on leak --exec 'mail -s \"memory leak\" ops@example.com'",
    ];

    public static Command Build()
    {
        var sampling = new SamplingOptions();
        var page = new PageSettings();
        var recording = new RecordingSettings();
        var alerts = new AlertSettings();
        var history = new HistorySettings();
        var fresh = PastOptions.Fresh();
        var keepOpen = new Option<bool>("--keep-open") { Description = "Keep the page when the process has ended, until Ctrl-C." };
        var command = new Command("watch", "Watch something that runs already, live in a browser.") { fresh, keepOpen };
        sampling.AddTo(command);
        page.AddTo(command);
        recording.AddTo(command);
        alerts.AddTo(command);
        history.AddTo(command);
        command.SetAction((result, _) =>
        {
            var past = history.Read(result);
            if (RecordingTarget.TryOpen(sampling.Target(result)) is { } reader)
            {
                HistorySettings.RefuseFor(past, sampling.Target(result));
                return RecordingTarget.ShowPageAsync(reader, page.Read(result));
            }

            return RunAsync(new WatchRequest(sampling.Target(result), sampling.Pick(result), sampling.Endpoint(result), sampling.Loop(result), page.Read(result))
            {
                IsRecorded = recording.IsWanted(result),
                Alerts = alerts.Read(result),
                IsFresh = result.GetValue(fresh),
                KeepsOpen = result.GetValue(keepOpen),
                History = past,
            });
        });
        return command;
    }

    private static async Task<int> RunAsync(WatchRequest asked)
    {
        var (options, request) = (asked.Loop, asked.Page);
        var clock = TimeProvider.System;
        long began = clock.GetTimestamp();
        var sources = new ProcessSources("/proc", clock);
        var target = TargetText.Find(asked.Target, sources, asked.Pick);
        string name = target.NameOf(sources);
        using var own = OwnMemory.KeepSmall(clock);
        using var interrupts = new Interrupts();
        using var runtimes = new RuntimeReaders(target.Address ?? asked.Endpoint, clock);
        await runtimes.CheckAsync(target, interrupts.Token);
        await using var recorder = RecordingSettings.TryOpenDefault(asked.IsRecorded, name, target.Pid, options.Interval, sources);
        using var expensive = recorder is null ? null : new DearReads(recorder, sources, clock, runtimes.Profiles);
        var timeline = new Timeline(new TargetDescription { Name = name, Pid = target.Pid, Interval = options.Interval }, clock) { Sink = expensive };
        var history = await ProcessHistory.TryAddAsync(timeline, asked.History, target.Pid, sources, interrupts.Token);
        timeline.AddEarlier(PastSamples(sources, target.Pid, asked.IsFresh));
        var watch = new TargetWatch(sources, target, runtimes, clock)
        {
            Opened = found => timeline.ChangeTarget(_ => found with { State = "live", Interval = options.Interval }),
        };
        var feed = new ProcessFeed(timeline, watch.CreateLoop(options), new SelfMeter(sources.Processes));

        await using var verdicts = request.IsWanted || asked.Alerts.IsWanted
            ? Page.Stand(timeline, runtimes, expensive?.Shared, history, asked.IsFresh)
            : null;
        await using var alert = AlertWatch.Start(asked.Alerts, verdicts);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupts.Token);
        var running = feed.RunAsync(stop.Token);
        await using var page = await StartPageAsync(timeline, request, verdicts, running, stop);
        var end = await running;
        if (end == LoopEnd.TargetEnded)
        {
            await Console.Error.WriteLineAsync($"resident: {timeline.Target.Ending}");
            await WatchEnding.TellAsync(ending: null, recorder, verdicts, request);
            var rest = options.Duration - clock.GetElapsedTime(began);
            await (asked.KeepsOpen && page is not null
                ? OpenPage.StayOpenAsync(request, interrupts.Token, rest)
                : OpenPage.StayWhileSeenAsync(page, request, interrupts.Token, rest));
            return ExitCode.TargetRefused;
        }

        if (recorder is not null && !request.IsQuiet)
        {
            await Console.Error.WriteLineAsync($"resident: The recording is {recorder.Path}. See it with: resident watch {recorder.Path}");
        }

        return ExitCode.Done;
    }

    // The charts begin where the process's recordings do.
    private static IReadOnlyList<Sample> PastSamples(ProcessSources sources, int? pid, bool isFresh) =>
        pid is { } known && KnownPast.Find(sources, other => other == known, isFresh).Read(known, RecordedSpan.All, ObservationSize.Held) is { } past ? past.Samples : [];

    private static async Task<PageServer?> StartPageAsync(
        Timeline timeline, PageRequest request, StandingWatch? verdicts, Task<LoopEnd> running, CancellationTokenSource stop)
    {
        // A target that refuses at once is told before a page is opened for it.
        if (running.IsFaulted)
        {
            _ = await running;
        }

        try
        {
            return await Page.StartAsync(timeline, request, verdicts, stop.Token);
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }
}
