using System.CommandLine;
using Resident.Analysis.Diagnosis;
using Resident.Cli.CommandLine;
using Resident.Cli.Prometheus;
using Resident.Cli.Sessions;
using Resident.Model.Verdicts;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Prometheus;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;
using Resident.Reporting.Verdicts;
using Resident.Store;

namespace Resident.Cli.Commands;

/// <summary>`resident why TARGET`: where every byte of RES is, what grows and why, and what to do.</summary>
internal static class WhyCommand
{
    private const int PipeWidth = 100;
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(30);

    public static string[] Examples { get; } =
    [
        "resident why 4711                          watch 30 seconds, then say where RES is and why it grows",
        "resident why orders-api --for 10m          a longer look knows more",
        "resident why 4711 --for 60s --fail-on leak exit code 5 where something leaks: for CI",
        "resident why 4711 --json | jq .headline",
        "resident why 4711 --history http://prometheus:9090   with what Prometheus kept of it",
        "resident why three-days.resident           the same of a recording; with --for 6h, of its last six hours",
    ];

    public static Command Build()
    {
        var target = TargetOptions.Target();
        var endpoint = TargetOptions.Endpoint();
        var duration = CommonOptions.ForOrNow("How long to watch first. Default 30s; 0s says what is in RES now.");
        var json = CommonOptions.Json("Print one JSON document (resident.verdict/1).");
        var language = CommonOptions.AnswerLanguage();
        var color = CommonOptions.Color();
        var failOn = new Option<string[]>("--fail-on")
        {
            Description = "Exit with 5 where this is found: leak, growth, or a verdict by name. May be given several times.",
            HelpName = "WHAT",
        };
        var quiet = CommonOptions.Quiet();
        var history = new HistorySettings();
        var command = new Command("why", "Say why RES is what it is: the ledger that adds up to it, the causes, what was ruled out, what to do.")
        {
            target, endpoint, duration, json, language, color, failOn, quiet,
        };
        var pick = new TargetPickOptions(hasSum: true);
        pick.AddTo(command);
        history.AddTo(command);
        command.SetAction(async (result, _) =>
        {
            var request = new WhyRequest(
                result.GetRequiredValue(target),
                result.GetValue(endpoint),
                result.GetValue(duration),
                result.GetValue(json),
                TextOutput.WordsOf(result.GetRequiredValue(language)),
                FailOn.Parse(result.GetValue(failOn) ?? []),
                result.GetValue(quiet));
            return await RunAsync(request with { Pick = pick.Read(result), HasColor = TextOutput.WantsColor(result.GetRequiredValue(color)), History = history.Read(result) });
        });
        return command;
    }

    private static async Task<int> RunAsync(WhyRequest request)
    {
        if (request.Pick == TargetPick.Sum)
        {
            return await SumSession.RunAsync(request, request.Duration ?? DefaultDuration);
        }

        using var recording = RecordingTarget.TryOpen(request.Target);
        if (recording is not null)
        {
            HistorySettings.RefuseFor(request.History, request.Target);
            return Answer(recording, request);
        }

        var clock = TimeProvider.System;
        var duration = request.Duration ?? DefaultDuration;
        var sources = new ProcessSources("/proc", clock);
        var target = TargetText.Find(request.Target, sources, request.Pick);
        if (target.Pid is not { } pid)
        {
            throw new WrongRequestException(
                $"Expected a process here, found the address {target.Address}. Give the process, and the address with --endpoint.");
        }

        using var interrupts = new Interrupts();
        using var runtimes = new RuntimeReaders(request.Endpoint, clock);
        using var probe = new ProcessProbe(pid, sources, UserCache.Locations, runtimes.Endpoint, clock, runtimes.Profiles);
        var observer = new Observer(probe, clock, new ObserverOptions { Duration = duration });
        var progress = new WhyProgress(duration, request.IsQuiet || Console.IsErrorRedirected, clock);
        var past = ProcessHistory.TryReadAsync(request.History, probe.Target.StartedAt, interrupts.Token);
        var observation = await observer.ObserveAsync(progress.Show, interrupts.Token);
        progress.Clear();
        var verdict = Diagnostician.Diagnose(await past is { } history ? JoinedHistory.Prepend(observation, history) : observation);
        Print(verdict, request);
        if (observer.Ending is { } ending)
        {
            await Console.Error.WriteLineAsync("resident: " + ending);
            return ExitCode.TargetRefused;
        }

        return FailOn.Matches(request.FailOn, verdict) ? ExitCode.FailOn : ExitCode.Done;
    }

    private static int Answer(RecordingReader recording, WhyRequest request)
    {
        using (recording)
        {
            // Of a recording, --for is its end.
            long from = request.Duration is { } length && recording.Extent(RecordingLog.Samples) is { } extent
                ? extent.ToUnixMs - (long)length.TotalMilliseconds
                : long.MinValue;
            var verdict = Diagnostician.Diagnose(RecordedObservation.Read(recording, from));
            Print(verdict, request);
            return FailOn.Matches(request.FailOn, verdict) ? ExitCode.FailOn : ExitCode.Done;
        }
    }

    private static void Print(Verdict verdict, WhyRequest request)
    {
        if (request.IsJson)
        {
            using var lines = new JsonLines();
            lines.SendDocument(writer => VerdictJson.Write(writer, verdict, request.Words));
            return;
        }

        VerdictText.Write(verdict, request.Words, Console.Out, TextOutput.WidthOr(PipeWidth), request.HasColor);
    }
}
