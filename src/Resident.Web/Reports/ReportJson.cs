using System.Text.Json;
using Resident.Monitoring.History;
using Resident.Reporting.Processes;
using Resident.Reporting.Runtime;
using Resident.Reporting.Verdicts;
using Resident.Web.Api;

namespace Resident.Web.Reports;

/// <summary>Writes a report as one JSON document, schema <c>resident.report/1</c>: what the page would ask the server for, each answer under its name.</summary>
public static class ReportJson
{
    /// <summary>The columns of a report that nobody bounds.</summary>
    public const int MostColumns = 2_000;

    private const int MostCycles = 1_000;

    /// <summary>Writes the document.</summary>
    /// <param name="json">Receives it; it is not flushed.</param>
    /// <param name="content">What to tell.</param>
    /// <param name="columns">The most rows of each series; each keeps the least and the most of what it stands for.</param>
    public static void Write(Utf8JsonWriter json, ReportContent content, int columns = MostColumns)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(content);
        var timeline = content.Timeline;
        var options = new PageOptions { Clock = content.Clock, Version = content.Version };
        var window = WindowOf(content, columns);
        json.WriteStartObject();
        json.WriteString("schema"u8, "resident.report/1"u8);
        json.WriteNumber("madeAt"u8, content.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        json.WriteString("version"u8, content.Version);
        if (content.Language.Length > 0)
        {
            json.WriteString("lang"u8, content.Language);
        }

        if (content.Arguments is { } arguments)
        {
            JsonText.WriteTexts(json, "arguments"u8, arguments);
        }

        json.WritePropertyName("hello"u8);
        HelloJson.Write(json, timeline, options);
        WriteVerdict(json, content);
        json.WritePropertyName("series"u8);
        SeriesJson.Write(json, SeriesSet.Read(timeline, window), window);
        WriteEvents(json, timeline, window);
        WriteCycles(json, timeline, window, Math.Min(columns, MostCycles));
        WriteRest(json, content);
        json.WriteEndObject();
    }

    private static WindowRequest WindowOf(ReportContent content, int columns)
    {
        var extent = content.Timeline.Extent ?? (0, 0);
        long from = Math.Max(extent.FromUnixMs, content.FromUnixMs);
        long to = Math.Min(extent.ToUnixMs, content.ToUnixMs);
        return new WindowRequest(
            [.. content.Timeline.Series.Select(static series => series.Id).Where(content.Timeline.HasValues)],
            Math.Min(from, to),
            to,
            columns);
    }

    private static void WriteVerdict(Utf8JsonWriter json, ReportContent content)
    {
        if (content.Verdict is not { } verdict)
        {
            json.WriteNull("why"u8);
            return;
        }

        json.WriteStartObject("why"u8);
        foreach (var words in new[] { VerdictWords.English, VerdictWords.Chinese })
        {
            json.WritePropertyName(words.Language);
            VerdictJson.Write(json, verdict, words);
        }

        json.WriteEndObject();
    }

    private static void WriteEvents(Utf8JsonWriter json, ITimeline timeline, WindowRequest window)
    {
        json.WriteStartObject("events"u8);
        TickJson.WriteEvents(json, "events"u8, timeline.Events(window.From, long.MaxValue));
        json.WriteEndObject();
    }

    private static void WriteCycles(Utf8JsonWriter json, ITimeline timeline, WindowRequest window, int most)
    {
        json.WriteStartObject("gc"u8);
        json.WriteStartArray("cycles"u8);
        foreach (var cycle in timeline.GcLog(window.From, window.To, skip: 0, most))
        {
            GcJson.Write(json, cycle);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRest(Utf8JsonWriter json, ReportContent content)
    {
        json.WritePropertyName("sample"u8);
        if (content.Timeline.Latest is { } sample)
        {
            SampleJson.Write(json, sample);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WritePropertyName("goroutines"u8);
        if (content.Goroutines is { } census)
        {
            GoroutineJson.Write(census, json);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WritePropertyName("flame"u8);
        if (content.Flame.IsEmpty)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteRawValue(content.Flame.Span);
        }
    }
}
