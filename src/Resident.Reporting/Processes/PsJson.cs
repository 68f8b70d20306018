using System.Text.Json;
using Resident.Model.Verdicts;
using Resident.Reporting.Verdicts;

namespace Resident.Reporting.Processes;

/// <summary>Writes processes as one document, schema resident.ps/1: what <c>resident ps --json</c> prints.</summary>
public static class PsJson
{
    /// <summary>The schema's name and version.</summary>
    public const string Schema = "resident.ps/1";

    /// <summary>Writes the document.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="time">When the processes were read.</param>
    /// <param name="rows">The processes, in the order of the array.</param>
    /// <param name="warnings">What could not be read, each with what would allow it.</param>
    /// <param name="sum">What they have together, or null where that was not asked.</param>
    public static void Write(Utf8JsonWriter writer, DateTimeOffset time, IReadOnlyList<ProcessRow> rows, IReadOnlyList<string> warnings, ProcessSum? sum = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(warnings);
        writer.WriteStartObject();
        writer.WriteString("schema"u8, Schema);
        writer.WriteString("time"u8, time);
        writer.WriteStartArray("processes"u8);
        foreach (var row in rows)
        {
            WriteRow(writer, row);
        }

        writer.WriteEndArray();
        if (sum is not null)
        {
            WriteSum(writer, sum);
        }

        writer.WriteStartArray("warnings"u8);
        foreach (string warning in warnings)
        {
            writer.WriteStringValue(warning);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSum(Utf8JsonWriter writer, ProcessSum sum)
    {
        writer.WriteStartObject("sum"u8);
        writer.WriteString("name"u8, sum.Name);
        writer.WriteNumber("processes"u8, sum.Processes);
        writer.WriteNumber("res"u8, sum.Res.Bytes);
        writer.WriteNumber("shr"u8, sum.Shared.Bytes);
        JsonFields.Write(writer, "changeBytes"u8, sum.Change?.Bytes);
        writer.WriteEndObject();
    }

    private static void WriteVerdict(Utf8JsonWriter writer, Verdict verdict)
    {
        writer.WriteStartObject("why"u8);
        writer.WriteString("verdict"u8, verdict.Id);
        writer.WriteString("headline"u8, VerdictHeadline.Make(verdict, VerdictWords.English));
        writer.WriteString("confidence"u8, VerdictJson.NameOf(verdict.Confidence));
        writer.WriteString("from"u8, verdict.Window.From);
        writer.WriteString("to"u8, verdict.Window.To);
        writer.WriteString("history"u8, verdict.History?.Source);
        writer.WriteNumber("seconds"u8, Math.Round(verdict.Window.Length.TotalSeconds, 3));
        writer.WriteNumber("changeBytes"u8, verdict.ResTo.Bytes - verdict.ResFrom.Bytes);
        writer.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter writer, ProcessRow row)
    {
        writer.WriteStartObject();
        writer.WriteNumber("pid"u8, row.Process.Pid);
        writer.WriteString("command"u8, row.Command);
        writer.WriteStartObject("runtime"u8);
        writer.WriteString("kind"u8, row.Runtime.Kind);
        writer.WriteString("version"u8, row.Go?.Version ?? row.Runtime.Version);
        writer.WriteString("era"u8, row.Runtime.Era);
        writer.WriteString("module"u8, row.Runtime.Module);
        writer.WriteString("how"u8, row.Runtime.How);
        writer.WriteEndObject();
        writer.WritePropertyName("process"u8);
        ProcessJson.Write(writer, row.Process);
        if (row.Go is { } go)
        {
            writer.WritePropertyName("go"u8);
            GoJson.Write(writer, go, isWhole: false);
        }
        else
        {
            writer.WriteNull("go"u8);
        }

        if (row.Why is { } verdict)
        {
            WriteVerdict(writer, verdict);
        }

        writer.WriteEndObject();
    }
}
