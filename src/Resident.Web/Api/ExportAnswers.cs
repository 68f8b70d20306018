using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Resident.Monitoring.History;

namespace Resident.Web.Api;

/// <summary>Answers with what is shown, as a file to keep: CSV for a spreadsheet, JSON for a program.</summary>
internal sealed class ExportAnswers
{
    private const int DefaultColumns = 20_000;
    private const int FlushEvery = 32 * 1024;

    private readonly ITimeline _timeline;
    private readonly TimeProvider _clock;

    /// <summary>Initializes a new instance of the <see cref="ExportAnswers"/> class.</summary>
    /// <param name="timeline">What is shown.</param>
    /// <param name="options">The clock.</param>
    public ExportAnswers(ITimeline timeline, PageOptions options)
    {
        _timeline = timeline;
        _clock = options.Clock;
    }

    /// <summary>Answers <c>/api/export.json</c>: what <c>/api/series</c> answers, with more rows, under a file's name.</summary>
    public Task JsonAsync(HttpContext context)
    {
        var window = WindowRequest.Read(context.Request, _timeline, _clock, DefaultColumns);
        var found = SeriesSet.Read(_timeline, window);
        NameFile(context, "json");
        return AnswerBody.WriteJsonAsync(context, json => SeriesJson.Write(json, found, window));
    }

    /// <summary>Answers <c>/api/export.csv</c>: a row a time, a column a series, three where a row sums up several points.</summary>
    public Task CsvAsync(HttpContext context)
    {
        var window = WindowRequest.Read(context.Request, _timeline, _clock, DefaultColumns);
        var found = SeriesSet.Read(_timeline, window);
        NameFile(context, "csv");
        return AnswerBody.WriteAsync(context, "text/csv; charset=utf-8", async stream =>
        {
            StringBuilder text = new();
            CsvTable table = new(found);
            table.AppendHeader(text);
            while (table.AppendRow(text))
            {
                if (text.Length > FlushEvery)
                {
                    await FlushAsync(stream, text, context.RequestAborted).ConfigureAwait(false);
                }
            }

            await FlushAsync(stream, text, context.RequestAborted).ConfigureAwait(false);
        });
    }

    private static async Task FlushAsync(Stream stream, StringBuilder text, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
        text.Clear();
    }

    private void NameFile(HttpContext context, string extension)
    {
        string name = string.Concat(_timeline.Target.Name.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
        string time = _clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"resident-{name}-{time}.{extension}\"";
    }
}
