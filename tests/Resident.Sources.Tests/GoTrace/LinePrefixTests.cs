using System.Globalization;

namespace Resident.Sources.Tests.GoTrace;

/// <summary>What collectors put before a line: the process and the time that they name are kept, and torn lines behind them put together.</summary>
public sealed class LinePrefixTests
{
    private const string App = "2026/11/22 22:48:32 request handled";

    [Theory]
    [InlineData("2026-11-22T22:48:32.372Z\t", "", true)]
    [InlineData("api.1.abcdef0123@node-1    | ", "api.1.abcdef0123@node-1", false)]
    [InlineData("22:48:32 web.1  | ", "web.1", false)]
    [InlineData("<34>Nov 22 22:48:32 host1 api[99]: ", "host1 api[99]", true)]
    [InlineData("<34>Nov 22 22:48:32 host1 api: ", "host1 api", true)]
    [InlineData("Nov 22 22:48:32 host1 api: ", "host1 api", true)]
    [InlineData("Sun 2026-11-22 22:48:32 UTC host1 api[1234]: ", "host1 api[1234]", true)]
    [InlineData("1795387712.372104 host1 api[1234]: ", "host1 api[1234]", true)]
    [InlineData("[12345.678901] host1 api[1234]: ", "host1 api[1234]", false)]
    public void APrefix_NamesTheProcessAndTheTime_AndIsNoObstacleToRepair(string prefix, string source, bool timed)
    {
        string[] lines = [App, "gc 7" + App, " @0.404s 11%: 0.084+" + App, "114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 2 P", App];

        var run = SplitRun.Of(string.Concat(lines.Select(line => prefix + line + "\n")));

        var cycle = Assert.Single(run.Cycles);
        Assert.Equal((7L, source, true), (cycle.Number, cycle.Source, cycle.Repaired));
        Assert.Equal(timed ? "2026-11-22T22:48:32" : null, cycle.WallTime?.UtcDateTime.ToString("s", CultureInfo.InvariantCulture));
        Assert.Equal(string.Concat(Enumerable.Repeat(prefix + App + "\n", 4)), run.Passed);
    }

    [Fact]
    public void AByteOrderMark_IsNoObstacle()
    {
        var run = SplitRun.Of("\uFEFFapi-1  | gc 7 @0.404s 11%: 0.084+114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 2 P\n");

        Assert.Equal("api-1", Assert.Single(run.Cycles).Source);
    }
}
