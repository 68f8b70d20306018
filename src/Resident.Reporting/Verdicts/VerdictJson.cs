using System.Text.Json;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;
using Resident.Reporting.Processes;

namespace Resident.Reporting.Verdicts;

/// <summary>Writes a verdict as one JSON document: schema resident.verdict/1.</summary>
public static class VerdictJson
{
    /// <summary>Writes the document.</summary>
    /// <param name="writer">Receives it; it is not flushed.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="words">The language of its sentences.</param>
    public static void Write(Utf8JsonWriter writer, Verdict verdict, VerdictWords words)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(words);
        writer.WriteStartObject();
        writer.WriteString("schema", "resident.verdict/1");
        writer.WriteString("lang", words.Language);
        WriteTarget(writer, verdict);
        WriteWindow(writer, verdict.Window);
        writer.WriteString("verdict", verdict.Id);
        writer.WriteString("headline", VerdictHeadline.Make(verdict, words));
        writer.WriteString("confidence", NameOf(verdict.Confidence));
        writer.WriteString("confidenceReason", words.Say(verdict.ConfidenceReason));
        writer.WriteStartObject("res");
        JsonFields.Write(writer, "fromBytes"u8, verdict.IsResUnknown ? null : verdict.ResFrom.Bytes);
        JsonFields.Write(writer, "toBytes"u8, verdict.IsResUnknown ? null : verdict.ResTo.Bytes);
        JsonFields.Write(writer, "changeBytes"u8, verdict.IsResUnknown ? null : verdict.ResTo.Bytes - verdict.ResFrom.Bytes);
        writer.WriteEndObject();
        WriteLedger(writer, verdict, words);
        WriteCauses(writer, verdict, words);
        VerdictEvidenceJson.WriteRest(writer, verdict, words);
        writer.WriteStartArray("ruledOut");
        foreach (var each in verdict.RuledOut)
        {
            writer.WriteStartObject();
            writer.WriteString("verdict", each.Verdict);
            writer.WriteString("reason", words.Say(each.Reason));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        VerdictPlacesJson.Write(writer, verdict);
        VerdictEvidenceJson.Write(writer, verdict, words);
        WriteForecast(writer, verdict.Forecast);
        WriteActions(writer, verdict, words);
        VerdictPlacesJson.WriteFigures(writer, verdict);
        VerdictPlacesJson.WriteLedgers(writer, verdict.Ledgers);
        writer.WriteStartArray("warnings");
        foreach (string warning in WarningsOf(verdict, words))
        {
            writer.WriteStringValue(warning);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Gets the warnings in words: the observation's, and the last ledger's.</summary>
    public static IEnumerable<string> WarningsOf(Verdict verdict, VerdictWords words)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(words);
        return [.. verdict.Warnings, .. (verdict.LastLedger?.Warnings ?? []).Distinct(StringComparer.Ordinal).Select(id => words[id])];
    }

    internal static string NameOf(Confidence confidence) => confidence switch
    {
        Confidence.High => "high",
        Confidence.Medium => "medium",
        Confidence.Low => "low",
        Confidence.Provisional => "provisional",
        _ => throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Expected a confidence."),
    };

    private static void WriteTarget(Utf8JsonWriter writer, Verdict verdict)
    {
        var target = verdict.Target;
        writer.WriteStartObject("target");
        WriteNullable(writer, "pid", target.Pid);
        writer.WriteString("name", target.Name);
        writer.WriteString("runtime", target.Runtime?.Kind);
        writer.WriteString("version", target.Runtime?.Version);
        writer.WriteString("exe", target.Executable);
        WriteTime(writer, "startedAt", target.StartedAt);
        writer.WriteEndObject();
    }

    private static void WriteWindow(Utf8JsonWriter writer, VerdictWindow window)
    {
        writer.WriteStartObject("window");
        writer.WriteString("from", window.From);
        writer.WriteString("to", window.To);
        writer.WriteNumber("seconds", Math.Round(window.Length.TotalSeconds, 3));
        writer.WriteNumber("samples", window.Samples);
        writer.WriteNumber("ledgers", window.Ledgers);
        WriteNullable(writer, "gcCycles", window.GcCycles);
        writer.WriteEndObject();
    }

    private static void WriteLedger(Utf8JsonWriter writer, Verdict verdict, VerdictWords words)
    {
        writer.WriteStartArray("ledger");
        foreach (var term in verdict.Ledger)
        {
            writer.WriteStartObject();
            writer.WriteString("id", LedgerTermNames.NameOf(term.Id));
            writer.WriteString("name", words.NameOf(term.Id));
            writer.WriteNumber("fromBytes", term.From.Bytes);
            writer.WriteNumber("toBytes", term.To.Bytes);
            writer.WriteNumber("changeBytes", term.Change.Bytes);
            WriteRounded(writer, "slopeBytesPerHour", term.SlopePerHour);
            WriteRounded(writer, "slopeLow", term.SlopeLow);
            WriteRounded(writer, "slopeHigh", term.SlopeHigh);
            writer.WriteNumber("share", Math.Round(term.Share, 4));
            writer.WriteString("how", LedgerTermNames.NameOf(term.How));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCauses(Utf8JsonWriter writer, Verdict verdict, VerdictWords words)
    {
        writer.WriteStartArray("causes");
        foreach (var cause in verdict.Causes)
        {
            writer.WriteStartObject();
            writer.WriteString("verdict", cause.Verdict);
            writer.WriteString("term", cause.Term is { } term ? LedgerTermNames.NameOf(term) : null);
            writer.WriteNumber("changeBytes", cause.Change.Bytes);
            writer.WriteNumber("share", Math.Round(cause.Share, 4));
            writer.WriteBoolean("isLevel", cause.IsLevel);
            writer.WriteBoolean("isMasked", cause.IsMasked);
            WriteFall(writer, cause.Fall, words);
            writer.WriteStartArray("evidence");
            foreach (var fact in cause.Evidence)
            {
                writer.WriteStartObject();
                writer.WriteString("text", words.Say(fact));
                writer.WriteStartObject("figures");
                foreach (var figure in fact.Figures)
                {
                    WriteFigure(writer, figure);
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFall(Utf8JsonWriter writer, VerdictFall? fall, VerdictWords words)
    {
        if (fall is null)
        {
            writer.WriteNull("fall");
            return;
        }

        writer.WriteStartObject("fall");
        writer.WriteString("term", LedgerTermNames.NameOf(fall.Term));
        writer.WriteNumber("bytes", fall.By.Bytes);
        writer.WriteString("text", words.Say("is-masked", FiguresOf(fall)));
        writer.WriteEndObject();
    }

    /// <summary>Gets the figures that the sentences about a fall are filled with.</summary>
    internal static VerdictFigure[] FiguresOf(VerdictFall fall) => [VerdictFigure.Term("term", fall.Term), VerdictFigure.Bytes("fall", fall.By.Bytes)];

    private static void WriteFigure(Utf8JsonWriter writer, VerdictFigure figure)
    {
        if (figure.Unit is FigureUnit.Text or FigureUnit.Label)
        {
            writer.WriteString(figure.Name, figure.Text);
        }
        else if (double.IsFinite(figure.Value))
        {
            writer.WriteNumber(figure.Name, Math.Round(figure.Value, 4));
        }
        else
        {
            writer.WriteNull(figure.Name);
        }
    }

    private static void WriteForecast(Utf8JsonWriter writer, VerdictForecast forecast)
    {
        writer.WriteStartObject("forecast");
        WriteNullable(writer, "limitBytes", forecast.Limit?.Bytes);
        writer.WriteString("limitSource", forecast.LimitSource);
        WriteTime(writer, "at", forecast.At);
        WriteNullable(writer, "ceilingBytes", forecast.Ceiling?.Bytes);
        writer.WriteEndObject();
    }

    private static void WriteActions(Utf8JsonWriter writer, Verdict verdict, VerdictWords words)
    {
        writer.WriteStartArray("actions");
        foreach (var action in verdict.Actions)
        {
            writer.WriteStartObject();
            writer.WriteString("id", action.Text.Id);
            writer.WriteString("text", words.Say(action.Text));
            writer.WriteString("command", action.Command);
            WriteNullable(writer, "effectBytes", action.Effect?.Bytes);
            writer.WriteString("risk", action.Risk);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    internal static void WriteRounded(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } known && double.IsFinite(known))
        {
            writer.WriteNumber(name, Math.Round(known));
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    internal static void WriteNullable(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } known)
        {
            writer.WriteNumber(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            writer.WriteString(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
