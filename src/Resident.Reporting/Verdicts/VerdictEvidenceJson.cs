using System.Text.Json;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Reporting.Verdicts;

/// <summary>The parts of a verdict's JSON that say how much the look could know.</summary>
internal static class VerdictEvidenceJson
{
    public static void Write(Utf8JsonWriter writer, Verdict verdict, VerdictWords words)
    {
        WriteSensitivity(writer, verdict.Sensitivity, SuspectText.Sensitivity(verdict, words));
        WriteSuspects(writer, verdict.Suspects, words);
        VerdictJson.WriteNullable(writer, "decidesInSeconds", (long?)verdict.DecidesIn?.TotalSeconds);
        if (verdict.History is { } history)
        {
            writer.WriteStartObject("history");
            writer.WriteString("source", history.Source);
            writer.WriteString("from", history.From);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("history");
        }
    }

    /// <summary>Writes what the causes leave of RES's change.</summary>
    public static void WriteRest(Utf8JsonWriter writer, Verdict verdict, VerdictWords words)
    {
        var rest = ChangeBreakdown.Of(verdict);
        string text = RestText.Make(verdict, words);
        if (text.Length == 0)
        {
            writer.WriteNull("rest");
            return;
        }

        writer.WriteStartObject("rest");
        writer.WriteNumber("changeBytes", rest.Rest);
        writer.WriteStartArray("terms");
        foreach (var term in RestText.TermsOf(rest))
        {
            writer.WriteStringValue(LedgerTermNames.NameOf(term.Id));
        }

        writer.WriteEndArray();
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static void WriteSensitivity(Utf8JsonWriter writer, VerdictSensitivity? sensitivity, string text)
    {
        if (sensitivity is null)
        {
            writer.WriteNull("sensitivity");
            return;
        }

        writer.WriteStartObject("sensitivity");
        VerdictJson.WriteRounded(writer, "bytesPerHour", sensitivity.BytesPerHour);
        if (sensitivity.ShareOfResPerDay is { } share && double.IsFinite(share))
        {
            writer.WriteNumber("shareOfResPerDay", Math.Round(share, 6));
        }
        else
        {
            writer.WriteNull("shareOfResPerDay");
        }

        writer.WriteString("basis", sensitivity.Basis);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static void WriteSuspects(Utf8JsonWriter writer, IReadOnlyList<VerdictSuspect> suspects, VerdictWords words)
    {
        writer.WriteStartArray("suspects");
        foreach (var suspect in suspects)
        {
            writer.WriteStartObject();
            writer.WriteString("function", suspect.Function);
            writer.WriteString("file", suspect.File);
            writer.WriteNumber("line", suspect.Line);
            writer.WriteNumber("heldBytes", suspect.Held.Bytes);
            writer.WriteNumber("sampledAllocs", suspect.SampledAllocs);
            writer.WriteNumber("sampledFrees", suspect.SampledFrees);
            writer.WriteNumber("seconds", Math.Round(suspect.Period.TotalSeconds, 3));
            writer.WriteBoolean("sinceStart", suspect.IsSinceStart);
            writer.WriteString("text", SuspectText.Line(suspect, words));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
