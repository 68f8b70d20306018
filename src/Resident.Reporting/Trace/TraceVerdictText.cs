using System.Buffers;
using System.Text.Json;
using Resident.Model;
using Resident.Model.Verdicts;
using Resident.Reporting.Processes;
using Resident.Reporting.Verdicts;

namespace Resident.Reporting.Trace;

/// <summary>Says what a trace tells of the live heap: as a sentence, and as a document of schema
/// resident.trace/1.</summary>
public static class TraceVerdictText
{
    private const string Schema = "resident.trace/1";

    /// <summary>Makes the sentence.</summary>
    public static string Make(GcTraceVerdict verdict, VerdictWords words)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(words);
        string id = verdict.Id is "not-sure-yet" ? "trace-not-sure" : verdict.Id;
        return words.Say(
            id,
            VerdictFigure.Bytes("change", Math.Abs((double)verdict.Change.Bytes)),
            VerdictFigure.Bytes("live", verdict.Live.Bytes),
            VerdictFigure.PerHour("rate", double.IsFinite(verdict.BytesPerHour) ? Math.Abs(verdict.BytesPerHour) : 0),
            VerdictFigure.Seconds("window", verdict.Seconds),
            VerdictFigure.Count("cycles", verdict.Cycles));
    }

    /// <summary>Writes the documents of a trace's processes as one array.</summary>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="summaries">The processes' cycles, summed up.</param>
    /// <param name="words">The headlines' language.</param>
    public static void WriteAll(IBufferWriter<byte> output, IReadOnlyList<GcTraceSummary> summaries, VerdictWords words)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartArray();
        foreach (var summary in summaries)
        {
            WriteDocument(json, summary, words);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a process's document and a newline.</summary>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="summary">The process's cycles, summed up.</param>
    /// <param name="words">The headline's language.</param>
    public static void WriteJson(IBufferWriter<byte> output, GcTraceSummary summary, VerdictWords words)
    {
        ArgumentNullException.ThrowIfNull(summary);
        using (var json = new Utf8JsonWriter(output))
        {
            WriteDocument(json, summary, words);
        }

        output.Write("\n"u8);
    }

    private static void WriteDocument(Utf8JsonWriter json, GcTraceSummary summary, VerdictWords words)
    {
        json.WriteStartObject();
        json.WriteString("schema"u8, Schema);
        json.WriteNull("gc"u8);
        json.WriteNull("scav"u8);
        json.WriteString("source"u8, summary.Source);
        json.WriteNumber("cycles"u8, summary.Cycles);
        json.WriteNumber("forced"u8, summary.Forced);
        JsonFields.Write(json, "gogc"u8, summary.Gogc);
        json.WriteString("verdict"u8, summary.Verdict?.Id);
        json.WriteString("headline"u8, summary.Verdict is { } verdict ? Make(verdict, words) : null);
        JsonFields.Write(json, "seconds"u8, summary.Verdict?.Seconds);
        JsonFields.Write(json, "liveBytes"u8, summary.Verdict?.Live.Bytes);
        JsonFields.Write(json, "changeBytes"u8, summary.Verdict?.Change.Bytes);
        JsonFields.Write(json, "bytesPerHour"u8, summary.Verdict is { BytesPerHour: var rate } && double.IsFinite(rate) ? rate : null);
        json.WriteEndObject();
    }
}
