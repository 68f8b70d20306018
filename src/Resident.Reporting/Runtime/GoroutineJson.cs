using System.Text.Json;
using Resident.Model;

namespace Resident.Reporting.Runtime;

/// <summary>Writes groups of goroutines as JSON, schema resident.goroutines/1.</summary>
public static class GoroutineJson
{
    /// <summary>Writes one object.</summary>
    public static void Write(GoroutineCensus census, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(census);
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("schema"u8, "resident.goroutines/1"u8);
        json.WriteString("time"u8, census.TakenAt);
        json.WriteNumber("count"u8, census.Count);
        json.WriteStartArray("groups"u8);
        foreach (var group in census.Groups)
        {
            json.WriteStartObject();
            json.WriteNumber("count"u8, group.Count);
            json.WriteString("state"u8, group.State);
            json.WriteString("waitReason"u8, group.WaitReason);
            WriteFrame(json, "start"u8, group.Start);
            WriteFrame(json, "createdBy"u8, group.CreatedBy);
            if (group.LongestWait is { } wait)
            {
                json.WriteNumber("longestWaitSeconds"u8, Math.Round(wait.TotalSeconds, 3));
            }
            else
            {
                json.WriteNull("longestWaitSeconds"u8);
            }

            json.WriteNumber("stackBytes"u8, group.StackBytes.Bytes);
            json.WriteBoolean("system"u8, group.IsSystem);
            json.WriteNumber("exampleId"u8, group.ExampleId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFrame(Utf8JsonWriter json, ReadOnlySpan<byte> name, GoFrame? frame)
    {
        if (frame is not { } known)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("function"u8, known.Function);
        json.WriteString("file"u8, known.File);
        json.WriteNumber("line"u8, known.Line);
        json.WriteEndObject();
    }
}
