using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Resident.EndToEnd.Tests.Late;

/// <summary>How good an answer was.</summary>
/// <param name="State">"right"; "weak" for what is honest and of little use; "FALSE" for what must never be
/// said.</param>
/// <param name="Summary">The answer in a line.</param>
internal sealed record LateGrade(string State, string Summary)
{
    private const string NotSureYet = "not-sure-yet";
    private const int NamedSites = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Grades a verdict's document.</summary>
    /// <param name="late">The case.</param>
    /// <param name="verdict">The document.</param>
    /// <param name="canSeePlaces">Whether the command had the right to read the program.</param>
    public static LateGrade From(LateCase late, JsonElement verdict, bool canSeePlaces)
    {
        string id = verdict.GetProperty("verdict").GetString()!;
        string[] places = [.. verdict.GetProperty("sites").EnumerateArray().Take(NamedSites).Select(static site => site.GetProperty("function").GetString() ?? "")];
        string summary = string.Create(
            CultureInfo.InvariantCulture,
            $"{id} ({verdict.GetProperty("confidence").GetString()}), {verdict.GetProperty("window").GetProperty("gcCycles")} GCs, at {string.Join(' ', places)}: {verdict.GetProperty("headline").GetString()}");
        return new(StateOf(late, id, isPlaceNamed: !canSeePlaces || places.Any(place => Regex.IsMatch(place, late.Site, RegexOptions.None, Patience))), summary);
    }

    private static string StateOf(LateCase late, string id, bool isPlaceNamed)
    {
        bool isUnsure = string.Equals(id, NotSureYet, StringComparison.Ordinal);
        return late.Expect switch
        {
            "leak" => IsLeak(id) ? isPlaceNamed || late.Site.Length == 0 ? "right" : "weak" : isUnsure ? "weak" : "FALSE",
            "healthy" => IsLeak(id) ? "FALSE" : isUnsure ? "weak" : "right",
            "over" => IsLeak(id) ? "FALSE" : "right",
            "unsure" => isUnsure || IsLeak(id) ? "right" : "FALSE",
            _ => string.Equals(id, late.Expect, StringComparison.Ordinal) ? "right" : isUnsure ? "weak" : "FALSE",
        };
    }

    private static bool IsLeak(string id) => id.EndsWith("-leak", StringComparison.Ordinal) || string.Equals(id, "go-finalizer-backlog", StringComparison.Ordinal);
}
