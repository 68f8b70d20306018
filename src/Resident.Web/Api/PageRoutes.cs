using Microsoft.AspNetCore.Http;
using Resident.Web.Assets;
using Resident.Monitoring.History;

namespace Resident.Web.Api;

/// <summary>Finds who answers a path.</summary>
internal sealed class PageRoutes
{
    private readonly PageAssets _assets = new();
    private readonly Dictionary<string, RequestDelegate> _byPath;
    private readonly LiveAnswers _live;

    /// <summary>Initializes a new instance of the <see cref="PageRoutes"/> class.</summary>
    /// <param name="timeline">What is shown.</param>
    /// <param name="options">The clock, the version and the bounds.</param>
    /// <param name="stopping">Ends the live readers' connections.</param>
    public PageRoutes(ITimeline timeline, PageOptions options, CancellationToken stopping)
    {
        HistoryAnswers history = new(timeline, options);
        _live = new(timeline, options, stopping);
        TargetAnswers target = new(timeline, options);
        ExportAnswers export = new(timeline, options);
        InspectionAnswers inspection = new(options);
        _byPath = new(StringComparer.Ordinal)
        {
            ["/api/hello"] = target.HelloAsync,
            ["/api/sample"] = target.SampleAsync,
            ["/metrics"] = target.MetricsAsync,
            ["/api/live"] = _live.SocketAsync,
            ["/api/live.sse"] = _live.EventStreamAsync,
            ["/api/series"] = history.SeriesAsync,
            ["/api/gc"] = history.GcAsync,
            ["/api/events"] = history.EventsAsync,
            ["/api/why"] = new WhyAnswers(timeline, options).WhyAsync,
            [MarkAnswers.Path] = new MarkAnswers(timeline, options.Clock).MarkAsync,
            ["/api/map"] = inspection.MapAsync,
            ["/api/goroutines"] = inspection.GoroutinesAsync,
            ["/api/export.csv"] = export.CsvAsync,
            ["/api/export.json"] = export.JsonAsync,
        };
    }

    /// <summary>Gets how many follow what happens: open tabs, and programs.</summary>
    public int Readers => _live.Readers;

    /// <summary>Answers a request that the guard let in.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "/";
        if (_assets.Find(path) is { } asset)
        {
            await PageAssets.SendAsync(context, asset).ConfigureAwait(false);
        }
        else if (_byPath.TryGetValue(path, out var answer))
        {
            await AnswerAsync(context, answer).ConfigureAwait(false);
        }
        else if (path.StartsWith("/debug/pprof", StringComparison.Ordinal))
        {
            Problem.Write(context, StatusCodes.Status404NotFound, "This version has no profiles of itself yet.");
        }
        else
        {
            Problem.Write(
                context,
                StatusCodes.Status404NotFound,
                $"There is nothing at \"{Problem.Shorten(path)}\". The page is at /, the data at {string.Join(", ", _byPath.Keys)}.");
        }
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate answer)
    {
        try
        {
            await answer(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException wrong) when (!context.Response.HasStarted)
        {
            Problem.Write(context, wrong.StatusCode, wrong.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader has left; there is nobody to answer.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            // The host's edge: whatever it is, the other pages go on, and the reader learns what to do.
            context.Response.Headers.ContentEncoding = default;
            var (status, code, sentence) = FailureTable.Of(failure);
            Problem.Write(context, status, sentence, code);
        }
    }
}
