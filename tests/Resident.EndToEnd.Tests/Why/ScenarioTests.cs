using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Resident.EndToEnd.Tests.Why;

/// <summary>Asks `why` of programs whose RES grows, or does not, for a known reason. All of them, with the oldest and the newest Go, plain and
/// stripped, run behind ./test --all, those whose sidecar says "rows": "corners" in two of these rows; a subset runs always.</summary>
[Collection(nameof(AloneOnTheMachine))]
public sealed class ScenarioTests
{
    private static readonly bool RunsAll = string.Equals(Environment.GetEnvironmentVariable("RESIDENT_TEST_ALL"), "1", StringComparison.Ordinal);

    // What runs always: each with one release and one flavour, the old and the new, plain, stripped and profiled in turn.
    private static readonly (string Name, bool IsNewest, string Flavour)[] Always =
    [
        ("pipes_unread", true, "profiled"), ("bodies_unclosed", false, "profiled"), ("leak_map", true, "profiled"), ("leak_slice_retain", false, "profiled"), ("leak_goroutine", true, "stripped"), ("thread_leak", false, "stripped"),
        ("cgo_leak", false, "plain"), ("mmap_anon_leak", true, "stripped"), ("mmap_file_grow", false, "stripped"), ("finalizer_backlog", true, "plain"),
        ("gogc_off_growth", false, "plain"), ("lazy_touch", true, "stripped"), ("fragmentation", false, "plain"), ("steady", true, "plain"),
    ];

    private static readonly ConcurrentDictionary<string, Task<(JsonElement Expected, JsonElement? Verdict, string? WhyNot)>> Runs = new(StringComparer.Ordinal);

    /// <summary>Gets the rows: name, release, flavour.</summary>
    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var (name, release, flavour) in Chosen())
            {
                rows.Add(name, release, flavour);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Why_OfAScenario_NamesItsCause(string name, string release, string flavour)
    {
        StartAll();

        var (expected, verdict, whyNot) = await Runs[KeyOf(name, release, flavour)];

        Assert.SkipWhen(verdict is null, whyNot ?? "");
        AssertVerdict(expected, verdict!.Value);
        AssertSums(verdict.Value);
        AssertAction(expected, verdict.Value);
        if (string.Equals(flavour, "profiled", StringComparison.Ordinal))
        {
            AssertSite(expected, verdict.Value);
        }
    }

    private static IEnumerable<(string Name, string Release, string Flavour)> Chosen()
    {
        var releases = ScenarioPrograms.Releases.Count == 0 ? ["1.27"] : ScenarioPrograms.Releases;
        if (!RunsAll)
        {
            return Always.Select(row => (row.Name, row.IsNewest ? releases[^1] : releases[0], row.Flavour));
        }

        var names = Directory.EnumerateFiles(ScenarioPrograms.Folder, "scenario.json", SearchOption.AllDirectories)
            .Select(static path => Path.GetFileName(Path.GetDirectoryName(path)!)).Order(StringComparer.Ordinal);
        return names.SelectMany(name => RowsOf(name, releases));
    }

    // What asks for the corners only runs in two of the four rows, one of them with a heap profile; a remedy that is
    // known by where it is allocated needs that profile, and what newer releases mended runs with the oldest.
    private static IEnumerable<(string Name, string Release, string Flavour)> RowsOf(string name, IReadOnlyList<string> releases)
    {
        using var sidecar = JsonDocument.Parse(File.ReadAllText(Path.Combine(ScenarioPrograms.Folder, name, "scenario.json")));
        string? rows = sidecar.RootElement.TryGetProperty("rows", out var asked) ? asked.GetString() : null;
        return rows switch
        {
            "oldest" => [(name, releases[0], "profiled")],
            "profiled" => [(name, releases[0], "profiled"), (name, releases[^1], "profiled")],
            "corners" => [(name, releases[0], "profiled"), (name, releases[^1], "stripped")],
            _ => [.. from release in releases from flavour in (string[])["plain", "stripped"] select (name, release, flavour)],
        };
    }

    // All begin with the first row, so that each row waits for its own only.
    private static void StartAll()
    {
        foreach (var (name, release, flavour) in Chosen())
        {
            _ = Runs.GetOrAdd(KeyOf(name, release, flavour), _ => Task.Run(() => ScenarioRun.RunAsync(name, release, flavour)));
        }
    }

    private static string KeyOf(string name, string release, string flavour) => $"{name} {release} {flavour}";

    private static void AssertVerdict(JsonElement expected, JsonElement verdict)
    {
        string[] right = expected.TryGetProperty("expected_verdicts", out var several)
            ? [.. several.EnumerateArray().Select(static each => each.GetString()!)]
            : [expected.GetProperty("expected_verdict").GetString()!];

        Assert.True(
            right.Contains(verdict.GetProperty("verdict").GetString(), StringComparer.Ordinal),
            string.Create(CultureInfo.InvariantCulture, $"Expected {string.Join(" or ", right)}, found: {verdict.GetProperty("headline").GetString()}\n{verdict.GetProperty("causes")}\n{verdict.GetProperty("ledger")}"));
    }

    private static void AssertSums(JsonElement verdict)
    {
        var ledgers = verdict.GetProperty("ledgers").EnumerateArray().ToList();

        Assert.NotEmpty(ledgers);
        Assert.All(ledgers, static ledger => Assert.Equal(
            ledger.GetProperty("resBytes").GetInt64(),
            ledger.GetProperty("terms").EnumerateObject().Sum(static term => term.Value.GetInt64())));
        Assert.Equal(
            verdict.GetProperty("res").GetProperty("toBytes").GetInt64(),
            verdict.GetProperty("ledger").EnumerateArray().Sum(static term => term.GetProperty("toBytes").GetInt64()));
    }

    // Without a heap profile what allocates is not known.
    private static void AssertAction(JsonElement expected, JsonElement verdict)
    {
        if (expected.TryGetProperty("expected_action", out var action) && verdict.GetProperty("sites").GetArrayLength() > 0)
        {
            Assert.Equal(action.GetString(), verdict.GetProperty("actions")[0].GetProperty("id").GetString());
        }
    }

    private static void AssertSite(JsonElement expected, JsonElement verdict)
    {
        if (expected.TryGetProperty("profile_site", out var place))
        {
            Assert.Contains(place.GetString(), verdict.GetProperty("sites").EnumerateArray().Take(2).Select(static site => site.GetProperty("function").GetString()));
        }
    }
}
