using System.CommandLine;
using System.Globalization;
using Resident.Cli.CommandLine;
using Resident.Cli.Prometheus;
using Resident.Cli.Sessions;
using Resident.Model;
using Resident.Sources.SampleText;
using Resident.Store;

namespace Resident.Cli.Commands;

/// <summary>`resident import FILE -o RECORDING`: samples out of text, or out of a Prometheus server, become a
/// recording.</summary>
internal static class ImportCommand
{
    private const int RowsAtOnce = 900;

    public static string[] Examples { get; } =
    [
        "resident import orders.jsonl -o orders.resident     JSON lines of resident.sample/1, as stat --json prints them",
        "resident import orders.csv -o orders.resident       a header such as time,process.res,go.HeapAlloc",
        "resident import --prometheus http://prometheus:9090 --match orders:6060 --from 7d -o orders.resident",
        "kubectl exec orders-0 -- resident stat 1 --json | resident import - -o orders.resident",
    ];

    public static Command Build()
    {
        var file = new Argument<string?>("FILE") { Description = "JSON lines or CSV; - for standard input.", Arity = ArgumentArity.ZeroOrOne };
        var output = OutputFile.Option("The recording to make, or to go on with.", "RECORDING", isRequired: true);
        var name = new Option<string?>("--name") { Description = "The service's name. Default: the process's, or the file's." };
        var server = TargetOptions.Address("--prometheus", "Take the history out of a Prometheus server, or one that speaks its API: VictoriaMetrics, Thanos, Mimir.");
        var match = new Option<string?>("--match") { Description = "Which target: an instance, a pod, a job, or a selector such as '{job=\"orders\"}'.", HelpName = "SELECTOR" };
        var from = new Option<string?>("--from") { Description = "From when: 7d (ago), 2026-11-23T08:00. Default 7d.", HelpName = "TIME" };
        var to = new Option<string?>("--to") { Description = "Until when. Default: now.", HelpName = "TIME" };
        var step = CommonOptions.Duration("--step", "The time between samples. Default: the server's scrape interval, or what makes 50,000 samples.");
        var quiet = CommonOptions.Quiet();
        var settings = new PrometheusSettings();
        var command = new Command("import", "Make a recording of samples in text (JSON lines, CSV), or of what a Prometheus server kept.")
        {
            file, output, name, server, match, from, to, step, quiet,
        };
        settings.AddTo(command);
        command.SetAction(async (result, _) =>
        {
            string path = result.GetRequiredValue(output)!;
            if (result.GetValue(server) is { } address)
            {
                var now = TimeProvider.System.GetUtcNow();
                using var interrupts = new Interrupts();
                return await PrometheusImport.RunAsync(
                    new(
                        settings.Read(result, "--prometheus", address),
                        MatchOf(result.GetValue(match), result.GetValue(file)),
                        MomentText.Parse("--from", result.GetValue(from) ?? "7d", now),
                        MomentText.Parse("--to", result.GetValue(to) ?? "now", now),
                        result.GetValue(step),
                        path,
                        result.GetValue(name),
                        result.GetValue(quiet)),
                    interrupts.Token);
            }

            string source = result.GetValue(file) ?? throw new WrongRequestException("Expected a FILE, or --prometheus with the address of a server, found neither.");
            long count = Import(source, path, result.GetValue(name));
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"resident: {count} samples are in {path}. See: resident watch {path}"));
            return ExitCode.Done;
        });
        return command;
    }

    private static string MatchOf(string? match, string? file) =>
        file is not null ? throw new WrongRequestException($"Expected a FILE or --prometheus, found both: \"{file}\".")
        : match is { Length: > 0 } ? match
        : throw new WrongRequestException("--match: Expected which target of the server is meant: an instance, a pod, a job, or a selector such as '{job=\"orders\"}'.");

    private static long Import(string source, string path, string? name)
    {
        bool isInput = source is "-";
        using var text = isInput ? new StreamReader(Console.OpenStandardInput()) : new StreamReader(source);
        string what = isInput ? "standard input" : source;
        RecordingWriter? writer = null;
        var steps = new List<RecordedStep>(RowsAtOnce);
        long count = 0;
        try
        {
            foreach (var sample in new SampleTextReader(what).Read(text))
            {
                long time = sample.Time.ToUnixTimeMilliseconds();
                string known = name ?? (sample.Process is { Comm.Length: > 0 } process ? process.Comm : Path.GetFileNameWithoutExtension(what));
                writer ??= RecordingWriter.Open(path, new RecordingOptions { Name = known, Tool = "resident " + Product.Version });
                if (time < writer.LastUnixMs || (steps.Count > 0 && time < steps[^1].UnixMs))
                {
                    throw new MalformedInputException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{what}: Sample {count + 1}: Expected times that rise, found {sample.Time:O} after a later one. Sort the file by time."));
                }

                steps.Add(new RecordedStep { UnixMs = time, Sample = sample, Run = count == 0 ? RunOf(sample, known, time) : null });
                count++;
                if (steps.Count == RowsAtOnce)
                {
                    writer.Append(steps);
                    steps.Clear();
                }
            }

            writer?.Append(steps);
            return writer is null ? throw new MalformedInputException($"{what}: Expected samples, found none.") : count;
        }
        finally
        {
            writer?.Dispose();
        }
    }

    private static RecordedRun RunOf(Sample sample, string name, long time) => new()
    {
        Number = sample.Run,
        FromUnixMs = time,
        Name = name,
        Pid = sample.Process?.Pid is > 0 and var pid ? pid : null,
        Runtime = sample.Go is { } go ? new RuntimeIdentity("go", go.Version, null, "import") : null,
        Sources = ["import"],
    };
}
