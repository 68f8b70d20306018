using System.Text.Json;
using Resident.Model;
using Resident.Monitoring.History;

namespace Resident.Web.Api;

/// <summary>Writes one tick as live readers get it: <c>["tick",sequence,time,[values],[cycles],[scavenges],[events]]</c>.</summary>
internal static class TickJson
{
    /// <summary>Writes the array. Values are in the order of the hello's series, in their units; null where there is none.</summary>
    public static void Write(Utf8JsonWriter json, TimelineTick tick)
    {
        json.WriteStartArray();
        json.WriteStringValue("tick"u8);
        json.WriteNumberValue(tick.Sequence);
        json.WriteNumberValue(tick.UnixMs);
        json.WriteStartArray();
        foreach (double value in tick.Values ?? [])
        {
            JsonText.WriteFigure(json, value);
        }

        json.WriteEndArray();
        json.WriteStartArray();
        foreach (var cycle in tick.GcCycles)
        {
            GcJson.Write(json, cycle);
        }

        json.WriteEndArray();
        json.WriteStartArray();
        foreach (var scavenge in tick.Scavenges)
        {
            WriteScavenge(json, scavenge, tick.UnixMs);
        }

        json.WriteEndArray();
        json.WriteStartArray();
        foreach (var item in tick.Events)
        {
            WriteEvent(json, item);
        }

        json.WriteEndArray();
        json.WriteEndArray();
    }

    /// <summary>Writes a list of events under a name.</summary>
    public static void WriteEvents(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<TimelineEvent> events)
    {
        json.WriteStartArray(name);
        foreach (var item in events)
        {
            WriteEvent(json, item);
        }

        json.WriteEndArray();
    }

    private static void WriteScavenge(Utf8JsonWriter json, ScavengeEvent scavenge, long tickUnixMs)
    {
        json.WriteStartObject();
        json.WriteNumber("t"u8, scavenge.WallTime?.ToUnixTimeMilliseconds() ?? tickUnixMs);
        JsonText.WriteFigure(json, "work"u8, scavenge.Work?.Bytes);
        JsonText.WriteFigure(json, "released"u8, scavenge.Released?.Bytes);
        JsonText.WriteFigure(json, "utilization"u8, scavenge.UtilizationPercent);
        JsonText.WriteFigure(json, "inuse"u8, scavenge.Inuse?.Bytes);
        JsonText.WriteFigure(json, "idle"u8, scavenge.Idle?.Bytes);
        JsonText.WriteFigure(json, "sys"u8, scavenge.Sys?.Bytes);
        JsonText.WriteFigure(json, "consumed"u8, scavenge.Consumed?.Bytes);
        if (scavenge.Source.Length > 0)
        {
            json.WriteString("source"u8, scavenge.Source);
        }

        json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, TimelineEvent item)
    {
        json.WriteStartObject();
        json.WriteNumber("t"u8, item.UnixMs);
        json.WriteString("kind"u8, item.Kind);
        json.WriteString("text"u8, item.Text);
        JsonText.WriteWords(json, item.Words);
        json.WriteEndObject();
    }
}
