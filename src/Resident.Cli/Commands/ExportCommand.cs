using System.CommandLine;
using System.Text;
using Resident.Cli.CommandLine;
using Resident.Cli.Sessions;
using Resident.Monitoring.Recording;
using Resident.Reporting.Processes;
using Resident.Store;

namespace Resident.Cli.Commands;

/// <summary>`resident export FILE`: a recording's samples for other tools.</summary>
internal static class ExportCommand
{
    public static string[] Examples { get; } =
    [
        "resident export orders.resident > orders.csv",
        "resident export orders.resident --format jsonl | jq .process.res",
        "resident export orders.resident --format openmetrics -o orders.om      promtool tsdb create-blocks-from openmetrics orders.om",
    ];

    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "A recording." };
        var format = new Option<string>("--format") { Description = "csv, jsonl (resident.sample/1, one a line) or openmetrics.", DefaultValueFactory = static _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "jsonl", "openmetrics");
        var output = OutputFile.Option("The file to write. Default: stdout.");
        var json = CommonOptions.Json("The same as --format jsonl.");
        var command = new Command("export", "Write a recording's samples as CSV, JSON lines or OpenMetrics.") { file, format, output, json };
        command.SetAction(async (result, _) =>
        {
            using var reader = RecordingTarget.Open(result.GetRequiredValue(file));
            string kind = result.GetValue(json) ? "jsonl" : result.GetRequiredValue(format);
            await using var stream = result.GetValue(output) is { } path && path is not "-" ? File.Create(path) : Console.OpenStandardOutput();
            Write(reader, kind, stream);
            await RecordingTarget.TellWarningsAsync(reader);
            return reader.Warnings.Count > 0 ? ExitCode.DamagedInput : ExitCode.Done;
        });
        return command;
    }

    private static void Write(RecordingReader reader, string kind, Stream stream)
    {
        if (kind is "jsonl")
        {
            var buffer = new System.Buffers.ArrayBufferWriter<byte>(8_192);
            foreach (var sample in RecordedCycles.AddTo(reader.ReadSamples(), reader))
            {
                SampleJson.WriteLine(buffer, sample);
                stream.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }

            return;
        }

        using var plain = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 65_536, leaveOpen: true);
        using var text = new PrintableWriter(plain);
        if (kind is "openmetrics")
        {
            OpenMetricsExport.Write(reader, text, long.MinValue, long.MaxValue);
            return;
        }

        var csv = new SampleCsv(text);
        csv.WriteHeader();
        foreach (var sample in reader.ReadSamples())
        {
            csv.Write(sample);
        }
    }
}
