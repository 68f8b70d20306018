using Microsoft.AspNetCore.Http;
using Resident.Monitoring.History;
using Resident.Web.Security;

namespace Resident.Web.Api;

/// <summary>Puts a person's mark on the timeline.</summary>
internal sealed class MarkAnswers
{
    /// <summary>The path, the only one that takes POST.</summary>
    public const string Path = "/api/mark";

    private readonly ITimeline _timeline;
    private readonly MarkRate _rate;

    /// <summary>Initializes a new instance of the <see cref="MarkAnswers"/> class.</summary>
    /// <param name="timeline">Where marks go.</param>
    /// <param name="clock">Counts how many may come.</param>
    public MarkAnswers(ITimeline timeline, TimeProvider clock)
    {
        _timeline = timeline;
        _rate = new MarkRate(clock);
    }

    /// <summary>Answers <c>POST /api/mark?text=...</c>.</summary>
    public Task MarkAsync(HttpContext context)
    {
        string text = context.Request.Query["text"].ToString().Trim();
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = "POST";
            Problem.Write(context, StatusCodes.Status405MethodNotAllowed, "A mark is put with POST.");
        }
        else if (text.Length == 0)
        {
            Problem.Write(context, StatusCodes.Status400BadRequest, "text: Expected what to say at the mark, found nothing.");
        }
        else if (_timeline is not ILiveTimeline live)
        {
            Problem.Write(
                context, StatusCodes.Status409Conflict, "A recording cannot be changed. Put marks while it is made: on the page of resident watch or resident run.", "recorded");
        }
        else if (!_rate.TryTake())
        {
            context.Response.Headers.RetryAfter = "10";
            Problem.Write(context, StatusCodes.Status429TooManyRequests, "Too many marks: 20 may be put at once, and then one in ten seconds.");
        }
        else
        {
            live.AddMark(text);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }

        return Task.CompletedTask;
    }
}
