using System.Text.Json;
using Resident.EndToEnd.Tests.Why;

namespace Resident.EndToEnd.Tests.Machines;

/// <summary>Control groups of version 2 on a kernel that has nothing else: tests/tools/vm/cgroup.sh.</summary>
[Collection(nameof(AloneOnTheMachine))]
public sealed class ControlGroupTests(ControlGroupMachine machine) : IClassFixture<ControlGroupMachine>
{
    private const long Mebibyte = 1 << 20;

    [Fact]
    public async Task Stat_OfAGroupBelowATighterOne_TellsTheTightestLimitAndWhoseItIs()
    {
        var report = await machine.ReportAsync();
        var group = report.Json("inner.stat").GetProperty("cgroup");

        Assert.Equal((2, "/outer/inner"), (group.GetProperty("version").GetInt32(), group.GetProperty("path").GetString()));
        Assert.Equal((400 * Mebibyte, "/outer"), (group.GetProperty("limit").GetInt64(), group.GetProperty("limitPath").GetString()));
        Assert.Equal(300 * Mebibyte, group.GetProperty("high").GetInt64());
        Assert.Equal(600 * Mebibyte, report.Number("inner.memory.max"));
        AssertNear(report.Number("inner.memory.current"), group.GetProperty("usage").GetInt64());
        AssertNear(report.Figure("inner.memory.stat", "anon"), group.GetProperty("stat").GetProperty("anon").GetInt64());
        Assert.Equal(report.Lines("inner.memory.stat").Length, group.GetProperty("stat").EnumerateObject().Count());
    }

    [Fact]
    public async Task Stat_OfAGroup_IsThatOfTheProcessInIt()
    {
        var report = await machine.ReportAsync();

        Assert.Equal(Pid(report.Json("inner.stat")), Pid(report.Json("inner.by-group")));
    }

    [Fact]
    public async Task Why_UnderALimit_ForecastsToTheTightestOne()
    {
        var forecast = (await machine.ReportAsync()).Json("inner.why").GetProperty("forecast");

        Assert.Equal((400 * Mebibyte, "cgroup"), (forecast.GetProperty("limitBytes").GetInt64(), forecast.GetProperty("limitSource").GetString()));
    }

    [Fact]
    public async Task Stat_OfASqueezedGroup_TellsSwapAndEvents()
    {
        var report = await machine.ReportAsync();
        var sample = report.Json("tight.stat");
        var group = sample.GetProperty("cgroup");

        Assert.Equal(JsonValueKind.Null, group.GetProperty("limit").ValueKind);
        Assert.Equal(60 * Mebibyte, group.GetProperty("high").GetInt64());
        Assert.True(group.GetProperty("events").GetProperty("high").GetInt64() >= report.Figure("tight.memory.events", "high"));
        Assert.True(report.Figure("tight.memory.events", "high") > 0);
        Assert.True(group.GetProperty("swap").GetInt64() > 40 * Mebibyte, group.ToString());
        AssertNear(report.Number("tight.memory.swap.current"), group.GetProperty("swap").GetInt64());
        AssertNear(report.Figure("tight.status", "VmSwap") * 1024, sample.GetProperty("process").GetProperty("swap").GetInt64());
    }

    // Beside page cache as well, which the kernel may take first.
    [Theory]
    [InlineData("lazy")]
    [InlineData("cached")]
    public async Task Free_LazilyFreedPagesInADelegatedGroup_AreReclaimedAndNothingIsSwapped(string group)
    {
        var report = await machine.ReportAsync();
        var free = report.Json(group + ".free");
        var step = Assert.Single(free.GetProperty("steps").EnumerateArray());
        long promised = step.GetProperty("promisedBytes").GetInt64();
        long given = step.GetProperty("givenBytes").GetInt64();

        Assert.Equal("cgroup-reclaim", step.GetProperty("route").GetString());
        Assert.True(promised > 100 * Mebibyte, free.ToString());
        Assert.InRange(given, promised * 9 / 10, promised * 11 / 10);
        AssertNear((report.Figure(group + ".before.status", "VmRSS") - report.Figure(group + ".after.status", "VmRSS")) * 1024, given);
        Assert.True(report.Figure(group + ".after.status", "LazyFree") < promised / 10 / 1024);
        Assert.Equal(0, report.Number(group + ".after.memory.swap.current"));
    }

    [Fact]
    public async Task Free_WithoutTheRight_SaysWhatItWouldTake()
    {
        string text = (await machine.ReportAsync()).Text("lazy.dry");

        Assert.Contains("/sys/fs/cgroup/lazy/memory.reclaim may not be written here: run as root, on the host or with the group delegated.", text, StringComparison.Ordinal);
    }

    private static int Pid(JsonElement sample) => sample.GetProperty("process").GetProperty("pid").GetInt32();

    // Read one after the other in a machine that goes on: a twentieth and 2 MiB apart at the most.
    private static void AssertNear(long expected, long actual) =>
        Assert.InRange(actual, (expected * 19 / 20) - (2 * Mebibyte), (expected * 21 / 20) + (2 * Mebibyte));
}
