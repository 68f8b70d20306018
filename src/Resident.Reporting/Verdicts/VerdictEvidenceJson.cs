using System.Text.Json;
using Resident.Model.Verdicts;

namespace Resident.Reporting.Verdicts;

/// <summary>The parts of a verdict's JSON that say how much the look could know.</summary>
internal static class VerdictEvidenceJson
{
    public static void Write(Utf8JsonWriter writer, Verdict verdict)
    {
        WriteSensitivity(writer, verdict.Sensitivity);
        WriteSuspects(writer, verdict.Suspects);
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

    private static void WriteSensitivity(Utf8JsonWriter writer, VerdictSensitivity? sensitivity)
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
        writer.WriteEndObject();
    }

    private static void WriteSuspects(Utf8JsonWriter writer, IReadOnlyList<VerdictSuspect> suspects)
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
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
