using System.Globalization;
using Resident.EndToEnd.Tests.Why;

namespace Resident.EndToEnd.Tests.Late;

/// <summary>Which cases run and how: what tests/scenarios/late/run.sh hands over in RESIDENT_LATE, as "go=1.19,1.27
/// rounds=3 only=lru,ttl-10".</summary>
internal sealed record LateOptions
{
    private const int DefaultJobs = 6;

    /// <summary>Gets a value indicating whether somebody chose by hand.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Gets the Go releases, as "1.19"; a case runs once with each, where none are named with one of the
    /// oldest and the newest in turn.</summary>
    public IReadOnlyList<string> Releases { get; init; } = [];

    /// <summary>Gets a part of the names of the cases that run; all where it is empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    public int Rounds { get; init; } = 1;

    public int Jobs { get; init; } = DefaultJobs;

    /// <summary>Gets the seconds to watch, where not those of the case.</summary>
    public int? For { get; init; }

    /// <summary>Gets a value indicating whether the command runs as a user who may not read the programs.</summary>
    public bool IsAnotherUser { get; init; }

    /// <summary>Gets the folder that each answer is written to, or null.</summary>
    public string? Output { get; init; }

    public static LateOptions FromEnvironment()
    {
        string text = Environment.GetEnvironmentVariable("RESIDENT_LATE") ?? "";
        var figures = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=', 2))
            .ToDictionary(static pair => pair[0], static pair => pair[^1], StringComparer.Ordinal);
        return new()
        {
            IsChosen = text.Length > 0,
            Releases = ListOf(figures, "go"),
            Only = ListOf(figures, "only"),
            Rounds = NumberOf(figures, "rounds") ?? 1,
            Jobs = NumberOf(figures, "jobs") ?? DefaultJobs,
            For = NumberOf(figures, "for"),
            IsAnotherUser = figures.ContainsKey("another-user"),
            Output = figures.GetValueOrDefault("output"),
        };
    }

    /// <summary>Gets the rows that run: case, release, round.</summary>
    public IEnumerable<(LateCase Case, string Release, int Round)> Rows()
    {
        bool runsAll = IsChosen || string.Equals(Environment.GetEnvironmentVariable("RESIDENT_TEST_ALL"), "1", StringComparison.Ordinal);
        var corners = ScenarioPrograms.Releases.Count == 0 ? ["1.27"] : ScenarioPrograms.Releases;
        var cases = LateCase.ReadAll().Where(late => runsAll || late.Always)
            .Where(late => Only.Count == 0 || Only.Any(part => late.Name.Contains(part, StringComparison.Ordinal)))
            .Select(late => For is { } seconds ? late with { For = seconds } : late);
        return
            from row in cases.Select((late, index) => (Case: late, Releases: Releases.Count > 0 ? Releases : [corners[index % corners.Count]]))
            from release in row.Releases
            from round in Enumerable.Range(1, Rounds)
            select (row.Case, release, round);
    }

    private static string[] ListOf(Dictionary<string, string> figures, string name) =>
        figures.TryGetValue(name, out string? value) ? value.Split(',', StringSplitOptions.RemoveEmptyEntries) : [];

    private static int? NumberOf(Dictionary<string, string> figures, string name) =>
        figures.TryGetValue(name, out string? value) ? int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
