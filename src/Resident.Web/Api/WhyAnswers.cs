using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Resident.Model;
using Resident.Model.Verdicts;
using Resident.Monitoring.History;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Recording;
using Resident.Reporting.Trace;
using Resident.Reporting.Verdicts;

namespace Resident.Web.Api;

/// <summary>Answers why: the document that <c>resident why --json</c> prints, for what was seen since the page is
/// served and recorded before, or for a stretch of it; of a trace, an array of resident.trace/1, one for each
/// process.</summary>
internal sealed class WhyAnswers
{
    private readonly ITimeline _timeline;
    private readonly IVerdictSource? _verdicts;
    private readonly Func<IReadOnlyList<GcTraceSummary>>? _traces;

    /// <summary>Initializes a new instance of the <see cref="WhyAnswers"/> class.</summary>
    /// <param name="timeline">What is shown.</param>
    /// <param name="options">Who works the verdict out.</param>
    public WhyAnswers(ITimeline timeline, PageOptions options)
    {
        _timeline = timeline;
        _verdicts = options.Verdicts;
        _traces = options.TraceSummaries;
    }

    /// <summary>Answers <c>/api/why?lang=en|zh&amp;from=MS&amp;to=MS</c>.</summary>
    public async Task WhyAsync(HttpContext context)
    {
        string language = context.Request.Query["lang"].ToString();
        var words = language.Length == 0 ? VerdictWords.English : VerdictWords.Of(language);
        if (words is null)
        {
            Problem.Write(context, StatusCodes.Status400BadRequest, $"lang: Expected en or zh, found \"{Problem.Shorten(language)}\".");
            return;
        }

        if (_traces?.Invoke() is { Count: > 0 } summaries)
        {
            await SendAsync(context, output => TraceVerdictText.WriteAll(output, summaries, words)).ConfigureAwait(false);
            return;
        }

        if (_verdicts is null)
        {
            Problem.Write(context, StatusCodes.Status404NotFound, "There is no process behind this page to say anything of.", "no-verdict");
            return;
        }

        var span = SpanOf(context.Request);
        var verdict = await _verdicts.DiagnoseAsync(span, context.RequestAborted).ConfigureAwait(false);
        if (verdict is null && span is not null)
        {
            Problem.Write(context, StatusCodes.Status404NotFound, "Nothing was seen of a process from \"from\" to \"to\".", "empty-window");
            return;
        }

        if (verdict is null && _timeline.Target.State is "ended")
        {
            Problem.Write(context, StatusCodes.Status404NotFound, "There is too little in it to say anything of: no sample of a process.", "no-verdict");
            return;
        }

        if (verdict is null && _timeline.Latest is { Process: null, Go: not null })
        {
            Problem.Write(context, StatusCodes.Status404NotFound, "The address behind this page does not tell RES.", "no-verdict");
            return;
        }

        if (verdict is null)
        {
            Problem.Write(context, StatusCodes.Status404NotFound, "Too little was seen yet. Ask again in some seconds.", "too-early");
            return;
        }

        await SendAsync(context, output => WriteVerdict(output, verdict, words)).ConfigureAwait(false);
    }

    private static RecordedSpan? SpanOf(HttpRequest request)
    {
        long? from = WindowRequest.ReadTime(request, "from");
        long? to = WindowRequest.ReadTime(request, "to");
        if (from is null && to is null)
        {
            return null;
        }

        return from > to
            ? throw WindowRequest.Wrong("from", from.Value.ToString(CultureInfo.InvariantCulture), "a time at or before \"to\"")
            : new RecordedSpan(from ?? long.MinValue, to ?? long.MaxValue);
    }

    private static void WriteVerdict(IBufferWriter<byte> output, Verdict verdict, VerdictWords words)
    {
        using var json = new Utf8JsonWriter(output, JsonText.Options);
        VerdictJson.Write(json, verdict, words);
    }

    private static async Task SendAsync(HttpContext context, Action<IBufferWriter<byte>> write)
    {
        // Whole or not at all: a document that cannot be finished must not look like one.
        ArrayBufferWriter<byte> document = new();
        write(document);
        await AnswerBody.WriteAsync(
            context,
            "application/json; charset=utf-8",
            async stream => await stream.WriteAsync(document.WrittenMemory, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
