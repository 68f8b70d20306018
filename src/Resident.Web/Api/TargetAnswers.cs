using System.Text;
using Microsoft.AspNetCore.Http;
using Resident.Monitoring.History;
using Resident.Reporting.Processes;

namespace Resident.Web.Api;

/// <summary>Answers about the target as it is now: the hello, the newest sample, the metrics.</summary>
internal sealed class TargetAnswers
{
    private readonly ITimeline _timeline;
    private readonly PageOptions _options;

    /// <summary>Initializes a new instance of the <see cref="TargetAnswers"/> class.</summary>
    /// <param name="timeline">What is shown.</param>
    /// <param name="options">The clock and the version.</param>
    public TargetAnswers(ITimeline timeline, PageOptions options)
    {
        _timeline = timeline;
        _options = options;
    }

    /// <summary>Answers <c>/api/hello</c>.</summary>
    public Task HelloAsync(HttpContext context) =>
        AnswerBody.WriteJsonAsync(context, json => HelloJson.Write(json, _timeline, _options));

    /// <summary>Answers <c>/api/sample</c>.</summary>
    public Task SampleAsync(HttpContext context)
    {
        if (_timeline.Latest is not { } sample)
        {
            Problem.Write(context, StatusCodes.Status404NotFound, "There is no sample yet. Ask again in a second.");
            return Task.CompletedTask;
        }

        return AnswerBody.WriteJsonAsync(context, json => SampleJson.Write(json, sample, isWhole: true));
    }

    /// <summary>Answers <c>/metrics</c>.</summary>
    public Task MetricsAsync(HttpContext context) =>
        AnswerBody.WriteAsync(
            context,
            "text/plain; version=0.0.4; charset=utf-8",
            async stream => await stream
                .WriteAsync(Encoding.UTF8.GetBytes(MetricsText.Write(_timeline, _options.Clock)), context.RequestAborted)
                .ConfigureAwait(false));
}
