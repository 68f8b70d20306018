using System.CommandLine;
using System.Text;
using Resident.Cli.CommandLine;
using Resident.Cli.Prometheus;
using Resident.Cli.Sessions;
using Resident.Monitoring.History;
using Resident.Reporting.Reports;
using Resident.Reporting.Verdicts;
using Resident.Web.Reports;

namespace Resident.Cli.Commands;

/// <summary>`resident report FILE|TARGET`: the page of a recording or of a short watch in one file, to be mailed or kept.</summary>
internal static class ReportCommand
{
    private const int PipeWidth = 100;

    public static string[] Examples { get; } =
    [
        "resident report three-days.resident -o report.html   one file, opens from disk, asks for nothing",
        "resident report three-days.resident --for 6h -o night.html",
        "resident report 4711 --for 2m -o report.html         watches first",
        "resident report orders-api --from 14:00 --to 15:00   of that hour, where it was recorded",
        "resident report 4711 --format md | xclip             for a ticket; json and text too",
    ];

    public static Command Build()
    {
        var target = new Argument<string>("FILE|TARGET") { Description = "A recording, or a process as for `why`." };
        var endpoint = TargetOptions.Endpoint();
        var duration = CommonOptions.For("How long to watch a process first, default 30s; of a recording, how much of its end.");
        var output = OutputFile.Option("The file to write; - for stdout. Default: resident-report.html, and stdout for other formats.");
        var format = new Option<string>("--format") { Description = "html, md, json or text. Default: as the file's name ends, else html.", HelpName = "FORMAT", DefaultValueFactory = static _ => "" };
        var language = new Option<string>("--lang") { Description = "The language of the report: en or zh. Default: the reader's, in HTML.", HelpName = "en|zh", DefaultValueFactory = static _ => "" };
        var withArguments = new Option<bool>("--with-arguments") { Description = "Tell the process's command line. It may hold secrets, so it is left out by default." };
        var quiet = CommonOptions.Quiet();
        var history = new HistorySettings();
        var past = new PastOptions();
        var command = new Command("report", "Write one file that tells it all: verdict, ledger, charts, growing sites, flame graph.")
        {
            target, endpoint, duration, output, format, language, withArguments, quiet,
        };
        var pick = new TargetPickOptions();
        pick.AddTo(command);
        history.AddTo(command);
        past.AddTo(command);
        command.SetAction(async (result, _) =>
        {
            var wanted = FormatOf(result.GetRequiredValue(format), result.GetValue(output));
            return await RunAsync(new ReportRequest(
                result.GetRequiredValue(target),
                result.GetValue(endpoint),
                result.GetValue(duration),
                wanted,
                result.GetValue(output) ?? (wanted == ReportFormat.Html ? "resident-report.html" : "-"),
                LanguageOf(result.GetRequiredValue(language)),
                result.GetValue(withArguments),
                result.GetValue(quiet))
            {
                Pick = pick.Read(result),
                History = history.Read(result),
                Window = past.Window(result),
                IsFresh = past.IsFresh(result),
            });
        });
        return command;
    }

    private static ReportFormat FormatOf(string format, string? output) => (format, Path.GetExtension(output)) switch
    {
        ("html", _) => ReportFormat.Html,
        ("md" or "markdown", _) => ReportFormat.Markdown,
        ("json", _) => ReportFormat.Json,
        ("text" or "txt", _) => ReportFormat.Text,
        ("", ".md") => ReportFormat.Markdown,
        ("", ".json") => ReportFormat.Json,
        ("", ".txt") => ReportFormat.Text,
        ("", _) => ReportFormat.Html,
        _ => throw new WrongRequestException($"--format: Expected html, md, json or text, found \"{format}\"."),
    };

    private static string LanguageOf(string language) => language is "" or "en" or "zh"
        ? language
        : throw new WrongRequestException($"--lang: Expected en or zh, found \"{language}\".");

    private static async Task<int> RunAsync(ReportRequest request)
    {
        using var reader = RecordingTarget.TryOpen(request.Target);
        if (reader is not null)
        {
            HistorySettings.RefuseFor(request.History, request.Target);
            using var timeline = new RecordedTimeline(reader);
            await RecordingTarget.TellWarningsAsync(reader);
            return await WriteAsync(ReportMaterial.OfRecording(reader, timeline, request), request);
        }

        using var interrupts = new Interrupts();
        return await WriteAsync(await ReportMaterial.WatchAsync(request, interrupts.Token), request);
    }

    private static async Task<int> WriteAsync(ReportContent content, ReportRequest request)
    {
        byte[] report = request.Format switch
        {
            ReportFormat.Html => ReportPage.Write(content),
            ReportFormat.Json => Json(content),
            _ => Encoding.UTF8.GetBytes(Model.PrintableText.Of(Text(content, request))),
        };
        if (request.Output is "-")
        {
            await using var stdout = Console.OpenStandardOutput();
            await stdout.WriteAsync(report);
            return ExitCode.Done;
        }

        await File.WriteAllBytesAsync(request.Output, report);
        if (!request.IsQuiet)
        {
            await Console.Error.WriteLineAsync($"resident: The report of {content.Timeline.Target.Name} is in {request.Output} ({new Model.ByteSize(report.Length)}).");
        }

        return ExitCode.Done;
    }

    private static byte[] Json(ReportContent content) => [.. JsonBytes.Of(json => ReportJson.Write(json, content)), (byte)'\n'];

    private static string Text(ReportContent content, ReportRequest request)
    {
        var verdict = content.Verdict ?? throw new Model.MalformedInputException(
            $"{request.Target}: Expected samples to make a verdict from, found none. --format html or json tells what there is.");
        var words = VerdictWords.Of(request.Language) ?? VerdictWords.English;
        using var output = new StringWriter { NewLine = "\n" };
        if (request.Format == ReportFormat.Markdown)
        {
            VerdictMarkdown.Write(verdict, words, output);
        }
        else
        {
            VerdictText.Write(verdict, words, output, PipeWidth, color: false);
        }

        return output.ToString();
    }
}
