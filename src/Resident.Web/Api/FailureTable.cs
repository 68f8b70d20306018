using Microsoft.AspNetCore.Http;
using Resident.Model;

namespace Resident.Web.Api;

/// <summary>The status of each kind of failure: docs/formats/json.md lists them.</summary>
internal static class FailureTable
{
    /// <summary>Gets status, code and sentence.</summary>
    public static (int Status, string Code, string Sentence) Of(Exception failure) => failure switch
    {
        MalformedInputException => (StatusCodes.Status422UnprocessableEntity, "malformed", failure.Message),
        LimitExceededException => (StatusCodes.Status413PayloadTooLarge, "limit", failure.Message),
        TimeoutException => (StatusCodes.Status504GatewayTimeout, "timeout", failure.Message),
        UnauthorizedAccessException => (StatusCodes.Status403Forbidden, "no-right", failure.Message),
        IOException or HttpRequestException => (StatusCodes.Status502BadGateway, "gone", failure.Message),
        _ => (StatusCodes.Status500InternalServerError, "bug", Bug(failure)),
    };

    private static string Bug(Exception bug)
    {
        string place = bug.StackTrace?.Split('\n', 2)[0].Trim() ?? "";
        return $"This is a mistake in Resident, please report it: {bug.GetType().Name}: {Problem.Shorten(bug.Message)} {place}";
    }
}
