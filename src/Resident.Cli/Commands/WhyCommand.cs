using System.CommandLine;
using Resident.Analysis.Diagnosis;
using Resident.Cli.CommandLine;
using Resident.Cli.Prometheus;
using Resident.Cli.Sessions;
using Resident.Model.Verdicts;
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
    private static readonly TimeSpan DefaultLongest = TimeSpan.FromMinutes(30);

    public static string[] Examples { get; } =
    [
        "resident why 4711                          watch 30 seconds, then say where RES is and why it grows",
        "resident why orders-api --for 10m          a longer look knows more",
        "resident why 4711 --for 60s --fail-on leak exit code 5 where something leaks: for CI",
        "resident why orders-api --until-sure       watch until the answer is sure, 30 minutes at most (--max)",
        "resident why orders-api --from 14:00 --to 15:00    of that hour, where `watch`, `run` or `demo` recorded it",
        "resident why 4711 --json | jq .headline",
        "resident why http://10.0.0.7:6060          of what a service elsewhere tells at /metrics and /debug/pprof/",
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
            Description = "Exit with 5 where this is found: leak, growth, unsure, or a verdict by name. An answer that is not sure yet is none but unsure. May be given several times.",
            HelpName = "WHAT",
        };
        var quiet = CommonOptions.Quiet();
        var history = new HistorySettings();
        var past = new PastOptions();
        var untilSure = new Option<bool>("--until-sure") { Description = "Watch until the answer is sure, instead of for a time." };
        var longest = CommonOptions.Duration("--max", "With --until-sure: how long to watch at most. Default 30m.");
        var command = new Command("why", "Say why RES is what it is: the ledger that adds up to it, the causes, what was ruled out, what to do.")
        {
            target, endpoint, duration, json, language, color, failOn, quiet, untilSure, longest,
        };
        var pick = new TargetPickOptions(hasSum: true);
        pick.AddTo(command);
        history.AddTo(command);
        past.AddTo(command);
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
            return await RunAsync(request with
            {
                Pick = pick.Read(result),
                History = history.Read(result),
                Window = past.Window(result),
                IsFresh = past.IsFresh(result),
                UntilSure = UntilSureOf(result.GetValue(untilSure), result.GetValue(longest), request),
                HasColor = TextOutput.WantsColor(result.GetRequiredValue(color)),
            });
        });
        return command;
    }

    private static TimeSpan? UntilSureOf(bool isWanted, TimeSpan? longest, WhyRequest request) => (isWanted, longest, request.Duration) switch
    {
        (false, null, _) => null,
        (false, _, _) => throw new WrongRequestException("--max: Expected --until-sure beside it: it says how long that may take."),
        (true, _, not null) => throw new WrongRequestException("--until-sure: It ends when the answer is sure, and --for after a time. Give one of the two; --max says how long it may take."),
        _ => longest ?? DefaultLongest,
    };

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
        var sources = new ProcessSources("/proc", clock);
        var target = TargetText.Find(request.Target, sources, request.Pick);
        return await new LiveWhy(request, target, sources, clock, verdict => Print(verdict, request)).AnswerAsync();
    }

    private static int Answer(RecordingReader recording, WhyRequest request)
    {
        using (recording)
        {
            if (request.UntilSure is not null)
            {
                throw new WrongRequestException($"--until-sure: {request.Target} is a recording, of which there is nothing more to be seen. Give the process while it runs.");
            }

            var span = RecordingTarget.Resolve(recording, request.Window, request.Duration);
            var verdict = Diagnostician.Diagnose(RecordedObservation.Read(recording, span.FromUnixMs, span.ToUnixMs));
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
