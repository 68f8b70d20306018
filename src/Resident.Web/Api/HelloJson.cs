using System.Text.Json;
using Resident.Monitoring.History;

namespace Resident.Web.Api;

/// <summary>Writes what a reader must know first, schema <c>resident.hello/1</c>.</summary>
internal static class HelloJson
{
    /// <summary>Writes the document.</summary>
    public static void Write(Utf8JsonWriter json, ITimeline timeline, PageOptions options)
    {
        var now = options.Clock.GetUtcNow();
        var zone = options.Clock.LocalTimeZone;
        json.WriteStartObject();
        json.WriteString("type"u8, "hello"u8);
        json.WriteString("schema"u8, "resident.hello/1"u8);
        json.WriteString("boot"u8, timeline.BootId);
        json.WriteNumber("sequence"u8, timeline.LastSequence);
        json.WriteNumber("time"u8, now.ToUnixTimeMilliseconds());
        json.WriteNumber("first"u8, timeline.Extent?.FromUnixMs ?? now.ToUnixTimeMilliseconds());
        json.WriteNumber("last"u8, timeline.Extent?.ToUnixMs ?? now.ToUnixTimeMilliseconds());
        json.WriteNumber("intervalMs"u8, timeline.Target.Interval.TotalMilliseconds);
        json.WriteString("zone"u8, zone.Id);
        json.WriteNumber("zoneOffsetMinutes"u8, zone.GetUtcOffset(now).TotalMinutes);
        json.WriteString("version"u8, options.Version);
        json.WritePropertyName("target"u8);
        WriteTarget(json, timeline.Target);
        JsonText.WriteTexts(json, "processes"u8, timeline.Processes);
        json.WriteStartArray("series"u8);
        foreach (var series in timeline.Series)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, series.Id);
            json.WriteString("unit"u8, series.Unit);
            json.WriteString("kind"u8, series.Kind);
            json.WriteBoolean("has"u8, timeline.HasValues(series.Id));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTarget(Utf8JsonWriter json, TargetDescription target)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, target.Name);
        JsonText.WriteFigure(json, "pid"u8, target.Pid);
        WriteText(json, "exe"u8, target.Executable);
        if (target.Runtime is { } runtime)
        {
            json.WriteString("runtime"u8, runtime.Kind);
            WriteText(json, "runtimeVersion"u8, runtime.Version);
            WriteText(json, "module"u8, runtime.Module);
        }

        JsonText.WriteFigure(json, "startedAt"u8, target.StartedAt?.ToUnixTimeMilliseconds());
        JsonText.WriteTexts(json, "sources"u8, target.Sources);
        json.WriteString("timeBase"u8, target.TimeBase);
        json.WriteString("state"u8, target.State);
        WriteText(json, "ending"u8, target.Ending);
        if (target.EndingWords is { } words)
        {
            json.WriteStartObject("endingWords"u8);
            JsonText.WriteWords(json, words);
            json.WriteEndObject();
        }

        JsonText.WriteTexts(json, "warnings"u8, target.Warnings);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
