using Resident.Cli.Run;
using Resident.Monitoring.Feeds;
using Resident.Monitoring.History;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;

namespace Resident.Cli.Sessions;

/// <summary>A program that we started: its trace, its memory and its page. Whatever happens to the last three, it runs.</summary>
internal static class RunSession
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">What to start.</param>
    /// <param name="options">How often to look.</param>
    /// <param name="request">The page.</param>
    /// <param name="keepOpen">Whether the page stays after the program's end, until Ctrl-C.</param>
    /// <param name="isRecorded">Whether a recording is kept.</param>
    /// <returns>The program's own exit status; death by a signal is ours too.</returns>
    public static async Task<int> RunAsync(ChildOptions program, LoopOptions options, PageRequest request, bool keepOpen, bool isRecorded)
    {
        var clock = TimeProvider.System;
        string name = Path.GetFileName(program.Command[0]);
        var sources = new ProcessSources("/proc", clock);
        await using var recorder = RecordingSettings.TryOpenDefault(isRecorded, name, pid: null, options.Interval, sources);
        using var expensive = recorder is null ? null : new DearReads(recorder, sources, clock);
        var timeline = new Timeline(new TargetDescription { Name = name, Interval = options.Interval }, clock) { Sink = expensive };
        using var sink = new TraceSink(new TraceFeed(timeline, clock, isLive: true));
        using var child = ChildProgram.Start(program, sink, clock);
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(child.ProcessId, timeline, options, clock, stop.Token);
        await using var verdicts = request.IsWanted ? Page.Stand(timeline, shared: expensive?.Shared) : null;
        await using var page = await Page.TryStartAsync(timeline, request, verdicts, CancellationToken.None);

        var exit = await child.WaitAsync();
        await stop.CancelAsync();
        await watching;
        string ending = TellEnd(timeline, exit, sources, clock);

        // From here on Ctrl-C is for us: the program that it would have gone to is gone.
        child.Dispose();
        using var interrupts = new Interrupts();
        await WatchEnding.TellAsync(ending, recorder, verdicts, request);
        if (keepOpen && page is not null)
        {
            await OpenPage.StayOpenAsync(request, interrupts.Token);
        }
        else if (!child.IsEndAsked)
        {
            await OpenPage.StayWhileSeenAsync(page, request, interrupts.Token);
        }

        return exit.Mirror();
    }

    private static string TellEnd(Timeline timeline, ChildExit exit, ProcessSources sources, TimeProvider clock)
    {
        bool isOom = exit.Signal == SignalNumber.Kill && OomKills.IsCountedSince(sources, timeline.Latest);
        string ending = isOom
            ? $"The program was killed for lack of memory ({exit}): its control group counted an OOM kill."
            : $"The program ended with {exit}.";
        string code = isOom ? "exit-oom" : exit.Signal == 0 ? "exit-code" : "exit-signal";
        var words = new Wording(code, new WordingFigure("status", exit.Signal == 0 ? exit.ExitCode : exit.Signal));
        timeline.ChangeTarget(
            target => target with { State = "ended", Ending = ending, EndingWords = words },
            new TimelineEvent(clock.GetUtcNow().ToUnixTimeMilliseconds(), isOom ? "oom" : "exit", ending) { Words = words });
        return ending;
    }

    // Errors here are told and go no further: the program does not end for them.
    private static async Task WatchAsync(
        int pid, Timeline timeline, LoopOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            var sources = new ProcessSources("/proc", clock);
            using var own = OwnMemory.KeepSmall(clock);
            using var runtimes = new RuntimeReaders(endpoint: null, clock);
            var family = new FamilyWatch(pid, sources, runtimes, clock)
            {
                Opened = found => timeline.ChangeTarget(target => found with
                {
                    State = "live",
                    Interval = options.Interval,
                    Sources = [.. found.Sources, .. target.Sources.Where(static source => source is "gctrace")],
                }),
            };
            _ = await new ProcessFeed(timeline, family.CreateLoop(options), new SelfMeter(sources.Processes)).RunAsync(cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or Model.MalformedInputException)
        {
            timeline.ChangeTarget(target => target with { Warnings = [.. target.Warnings, problem.Message] });
        }
    }
}
