using Microsoft.AspNetCore.Http;
using Resident.Monitoring.History;

namespace Resident.Web.Api;

/// <summary>Answers about what was: series, GC cycles, events.</summary>
internal sealed class HistoryAnswers
{
    private const int DefaultColumns = 600;
    private const int DefaultRows = 200;
    private const int MostRows = 5_000;

    private readonly ITimeline _timeline;
    private readonly TimeProvider _clock;

    /// <summary>Initializes a new instance of the <see cref="HistoryAnswers"/> class.</summary>
    /// <param name="timeline">What is shown.</param>
    /// <param name="options">The clock.</param>
    public HistoryAnswers(ITimeline timeline, PageOptions options)
    {
        _timeline = timeline;
        _clock = options.Clock;
    }

    /// <summary>Answers <c>/api/series</c>.</summary>
    public Task SeriesAsync(HttpContext context)
    {
        var window = WindowRequest.Read(context.Request, _timeline, _clock, DefaultColumns);
        var found = SeriesSet.Read(_timeline, window);
        return AnswerBody.WriteJsonAsync(context, json => SeriesJson.Write(json, found, window));
    }

    /// <summary>Answers <c>/api/gc</c>: a page of cycles, newest first.</summary>
    public Task GcAsync(HttpContext context)
    {
        var window = WindowRequest.Read(context.Request, _timeline, _clock, DefaultColumns);
        int limit = (int)Math.Clamp(WindowRequest.ReadNumber(context.Request, "limit") ?? DefaultRows, 1, MostRows);
        int skip = (int)Math.Clamp(WindowRequest.ReadNumber(context.Request, "skip") ?? 0, 0, int.MaxValue);
        var cycles = _timeline.GcLog(window.From, window.To, skip, limit);
        return AnswerBody.WriteJsonAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("schema"u8, "resident.gclog/1"u8);
            json.WriteStartArray("cycles"u8);
            foreach (var cycle in cycles)
            {
                GcJson.Write(json, cycle);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Answers <c>/api/events</c>. Without a window it gives all: an end comes after the last sample.</summary>
    public Task EventsAsync(HttpContext context)
    {
        long from = WindowRequest.ReadNumber(context.Request, "from") ?? long.MinValue;
        long to = WindowRequest.ReadNumber(context.Request, "to") ?? long.MaxValue;
        var events = _timeline.Events(from, to);
        return AnswerBody.WriteJsonAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("schema"u8, "resident.events/1"u8);
            TickJson.WriteEvents(json, "events"u8, events);
            json.WriteEndObject();
        });
    }
}
