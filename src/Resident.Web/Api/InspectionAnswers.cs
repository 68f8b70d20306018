using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Resident.Monitoring.Inspection;
using Resident.Reporting.Runtime;

namespace Resident.Web.Api;

/// <summary>Answers with dear looks at the target: the same documents as <c>resident map --json</c> and <c>resident goroutines
/// --json</c>. Headers tell how old the look is, what it cost and when a new one may come.</summary>
internal sealed class InspectionAnswers
{
    private readonly IInspector? _inspector;

    /// <summary>Initializes a new instance of the <see cref="InspectionAnswers"/> class.</summary>
    /// <param name="options">The inspector.</param>
    public InspectionAnswers(PageOptions options)
    {
        _inspector = options.Inspector;
    }

    /// <summary>Answers <c>/api/map</c>.</summary>
    public Task MapAsync(HttpContext context) =>
        AnswerAsync(context, static (inspector, cancel) => inspector.ReadPageMapAsync(cancel), GoMapJson.Write);

    /// <summary>Answers <c>/api/goroutines</c>.</summary>
    public Task GoroutinesAsync(HttpContext context) =>
        AnswerAsync(context, static (inspector, cancel) => inspector.ReadGoroutinesAsync(cancel), GoroutineJson.Write);

    private static int StatusOf(InspectionRefusal refusal) => refusal switch
    {
        InspectionRefusal.NoProcess or InspectionRefusal.NotGo => StatusCodes.Status404NotFound,
        InspectionRefusal.NoRight => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status502BadGateway,
    };

    private static string CodeOf(InspectionRefusal refusal) => refusal switch
    {
        InspectionRefusal.NoProcess => "no-process",
        InspectionRefusal.NoRight => "no-right",
        InspectionRefusal.NotGo => "not-go",
        InspectionRefusal.NotReadable => "not-readable",
        _ => "failed",
    };

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private async Task AnswerAsync<T>(
        HttpContext context, Func<IInspector, CancellationToken, Task<Inspected<T>>> read, Action<T, Utf8JsonWriter> write)
    {
        try
        {
            var inspector = _inspector ?? throw new InspectionRefusedException(
                InspectionRefusal.NoProcess, "There is no process behind this page to look into.", "");
            var found = await read(inspector, context.RequestAborted).ConfigureAwait(false);
            context.Response.Headers["Resident-Age"] = Seconds(found.Age);
            context.Response.Headers["Resident-Cost"] = Seconds(found.Cost);
            context.Response.Headers["Resident-Next-In"] = Seconds(found.NextIn);
            await AnswerBody.WriteJsonAsync(context, json => write(found.Value, json)).ConfigureAwait(false);
        }
        catch (InspectionRefusedException refused) when (!context.Response.HasStarted)
        {
            Problem.Write(context, StatusOf(refused.Refusal), refused.Message, CodeOf(refused.Refusal), refused.Remedy);
        }
    }
}
