using CsCheck;
using Resident.Monitoring.History;

namespace Resident.Monitoring.Tests.History;

public sealed class SeriesTableTests
{
    private static readonly SeriesDescription[] Two = [new("a", "count", "level"), new("b", "count", "level")];

    private static readonly HistoryLimits Small = new()
    {
        Rows = 10,
        Tiers = [new(TimeSpan.FromSeconds(10), 20), new(TimeSpan.FromMinutes(1), 50)],
    };

    [Fact]
    public void Query_FewerRowsThanColumns_GivesEachRow()
    {
        var table = new SeriesTable(Two, Small);
        table.Add(1_000, [1, double.NaN]);
        table.Add(2_000, [3, 7]);

        var window = table.Query(0, 0, 5_000, 100);

        Assert.True(window.IsRaw);
        Assert.Equal([1_000, 2_000], window.TimesUnixMs);
        Assert.Equal([1, 3], window.Last);
        Assert.Equal([7], table.Query(1, 0, 5_000, 100).Last);
    }

    [Fact]
    public void Query_OlderThanTheRows_AnswersFromBuckets()
    {
        var table = new SeriesTable(Two, Small);
        for (int second = 0; second < 100; second++)
        {
            table.Add(second * 1_000, [second, double.NaN]);
        }

        var window = table.Query(0, 0, 99_999, 100);

        Assert.False(window.IsRaw);
        Assert.Equal([0, 10, 20, 30, 40, 50, 60, 70, 80, 90], window.Min);
        Assert.Equal([9, 19, 29, 39, 49, 59, 69, 79, 89, 99], window.Last);
    }

    [Fact]
    public void Query_OfSeriesWithoutValues_IsEmpty()
    {
        var table = new SeriesTable(Two, Small);
        table.Add(1_000, [1, double.NaN]);

        Assert.Empty(table.Query(1, 0, 5_000, 100).Last);
        Assert.False(table.HasValues(1));
    }

    [Fact]
    public void Add_EarlierThanTheLastRow_CountsAsThatTime()
    {
        var table = new SeriesTable(Two, Small);
        table.Add(5_000, [1, 1]);
        table.Add(4_000, [2, 2]);

        Assert.Equal([5_000, 5_000], table.Query(0, 0, 9_000, 10).TimesUnixMs);
    }

    [Fact]
    public void OldestUnixMs_OfAYoungHistory_IsTheFirstRow()
    {
        var table = new SeriesTable(Two, Small);
        table.Add(61_234, [1, 1]);
        table.Add(62_000, [2, 2]);

        Assert.Equal(61_234, table.OldestUnixMs);
    }

    [Fact]
    public void Query_AnyHistory_NeverInventsAnExtreme() =>
        Gen.Select(Gen.Int[0, 30_000].Array[0, 400], Gen.Double[-1e6, 1e6].Array[400], Gen.Int[1, 40]).Sample(static (steps, values, columns) =>
        {
            var table = new SeriesTable([new("a", "count", "level")], Small);
            long time = 0;
            for (int i = 0; i < steps.Length; i++)
            {
                time += steps[i];
                table.Add(time, [values[i]]);
            }

            var window = table.Query(0, 0, time, columns);

            Assert.True(window.IsRaw || window.Last.Count <= columns);
            Assert.Equal(window.TimesUnixMs.Order(), window.TimesUnixMs);
            for (int i = 0; i < window.Last.Count; i++)
            {
                Assert.InRange(window.Last[i], window.Min[i], window.Max[i]);
                Assert.InRange(window.Max[i], -1e6, 1e6);
            }

            if (steps.Length > 0)
            {
                Assert.Equal(values[steps.Length - 1], window.Last[^1], (Math.Abs(values[steps.Length - 1]) * 1e-6) + 1e-30);
            }
        });

    [Fact]
    public void Add_AWeekAtOneHertz_TakesBoundedMemory()
    {
        var table = new SeriesTable(Two, HistoryLimits.Live);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int second = 0; second < 7 * 86_400; second++)
        {
            table.Add(second * 1_000L, [second, double.NaN]);
        }

        // One series has values. What doubling the rings allocated on the way is in the figure too; every sample kept would be 4.8 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 100_000, 1_000_000);
        Assert.Equal(6 * 24 * 60, table.Query(0, 86_400_000, (7 * 86_400_000L) - 1, 20_000).Last.Count);
    }
}
