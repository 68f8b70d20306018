using System.Text;
using Resident.Testing;

namespace Resident.Analysis.Tests.Trends;

/// <summary>Holds the trend analysis to services that are simulated second by second. The seeds here are not those that the analysis was
/// tuned on (those are below 10,000).</summary>
public sealed class SimulatedTrendTests(ITestOutputHelper output)
{
    private const string TableBegin = "<!-- table: simulated services -->";
    private const string TableEnd = "<!-- end of table -->";
    private const int Services = 30;
    private const ulong TableSeed = 40_000;

    // Drawn when nothing was left to decide: no threshold has seen these services.
    private const ulong FreshSeed = 7_340_000;

    private static readonly double[] Windows = [24, 36, 72];
    private static readonly double[] Leaks = [0, 1, 3];

    public static TheoryData<string> Healthy => [.. SimulatedKind.All];

    public static TheoryData<string, double, double> Leaking => new()
    {
        { "flat", 72, 1 },
        { "diurnal", 72, 1 },
        { "step", 72, 1 },
        { "flat", 36, 3 },
        { "diurnal", 36, 3 },
        { "step", 36, 3 },
        { "office hours", 72, 3 },
        { "warm-up", 72, 3 },
    };

    [Theory]
    [MemberData(nameof(Healthy))]
    public void Analyse_ThreeDaysOfAHealthyService_FindsNoLeak(string kind)
    {
        var cell = SimulatedCell.Run(kind, hours: 72, leakADay: 0, firstSeed: 20_000, services: 4);

        Assert.Equal(0, cell.Found);
    }

    [Theory]
    [MemberData(nameof(Leaking))]
    public void Analyse_AServiceThatLeaks_FindsIt(string kind, double hours, double leakADay)
    {
        var cell = SimulatedCell.Run(kind, hours, leakADay, firstSeed: 30_000, services: 4);

        Assert.True(cell.Found + cell.Perhaps >= 3, cell.Row());
        Assert.InRange(cell.MedianSlope, leakADay * 0.7, leakADay * 1.4);
    }

    // Two places can be found in any noise: such as follow a slow line, and such as make one out of nothing.
    [Theory]
    [InlineData("flat", 1, 148, 1)]
    [InlineData("flat", 1, 178, 1)]
    [InlineData("step", 0, 184, 0)]
    public void Analyse_NoiseThatLooksLikeSteps_IsNotToldAsSteps(string kind, double leakADay, ulong seed, int leaks)
    {
        var cell = SimulatedCell.Run(kind, hours: 72, leakADay, seed, services: 1);

        Assert.Equal(leaks, cell.Found);
    }

    [Fact]
    public void Analyse_ThirtyServicesOfEachKind_IsWhatTheDocumentationTells()
    {
        if (Environment.GetEnvironmentVariable("RESIDENT_TEST_ALL") is not "1")
        {
            Assert.Skip("The whole table takes minutes: ./test --all makes it.");
        }

        var rows = (from hours in Windows
                    from kind in SimulatedKind.All
                    from leak in Leaks
                    select (Table: SimulatedCell.Run(kind, hours, leak, TableSeed, Services), Fresh: SimulatedCell.Run(kind, hours, leak, FreshSeed, Services))).ToArray();
        string table = Table(rows);
        output.WriteLine(table);
        string path = Path.Combine(Repository.Root, "docs", "trends.md");
        string page = File.ReadAllText(path);
        int begin = page.IndexOf(TableBegin, StringComparison.Ordinal) + TableBegin.Length;
        int end = page.IndexOf(TableEnd, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
        {
            File.WriteAllText(path, $"{page[..begin]}\n{table}{page[end..]}");
        }
        else
        {
            Assert.Equal(page[begin..end].Trim(), table.Trim());
        }

        Assert.All(rows.Where(static row => row.Table is { LeakADay: 0, Hours: 72 }), static row => Assert.Equal(0, row.Table.Found + row.Fresh.Found));
        Assert.All(rows.Where(static row => IsPlain(row.Table) && row.Table is { LeakADay: 1, Hours: 72 }), static row => AssertFound(row.Table, row.Fresh, 0.9));
        Assert.All(rows.Where(static row => IsPlain(row.Table) && row.Table is { LeakADay: 3, Hours: 36 }), static row => AssertFound(row.Table, row.Fresh, 0.9));
    }

    private static bool IsPlain(SimulatedCell cell) => cell.Kind is "flat" or "diurnal" or "step";

    private static void AssertFound(SimulatedCell one, SimulatedCell other, double share) =>
        Assert.True(one.Found + other.Found >= share * (one.Services + other.Services), $"{one.Row()}{other.Answer()}");

    private static string Table(IEnumerable<(SimulatedCell Table, SimulatedCell Fresh)> rows)
    {
        var text = new StringBuilder(
            "| service | watched | leak, MiB a day | said to leak | perhaps | slope found, MiB a day | fresh seeds: said to leak | perhaps | slope |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (var (table, fresh) in rows)
        {
            text.Append(table.Row()).Append(fresh.Answer()).Append('\n');
        }

        return text.ToString();
    }
}
