using System.Globalization;
using System.Security.Cryptography;
using Resident.EndToEnd.Tests.Run;
using Resident.EndToEnd.Tests.Why;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.Machines;

/// <summary>Resident's native program for arm64 on a kernel for arm64: tests/tools/vm/attach.sh.</summary>
[Collection(nameof(AloneOnTheMachine))]
public sealed class ArmMachineTests(ArmMachine machine) : IClassFixture<ArmMachine>
{
    [Fact]
    public async Task Stat_OfAnArm64Program_IsWhatItSaysOfItself()
    {
        var report = await machine.ReportAsync();
        var go = report.Json("stat").GetProperty("go");
        int compared = 0;
        foreach (string line in report.Lines("own"))
        {
            string[] words = line.Split(' ');
            string name = words[0] is "Goroutines" ? "goroutines" : words[0];

            AssertBetween(report, words[0], ("own", "own-again"), go.GetProperty(name).GetInt64());
            compared++;
        }

        Assert.Equal(26, compared);
    }

    [Fact]
    public async Task Goroutines_OfAnArm64Program_AreAllThereAndStandWhereTheyDo()
    {
        var report = await machine.ReportAsync();
        var census = report.Json("goroutines");
        var groups = census.GetProperty("groups").EnumerateArray().ToList();

        Assert.Equal(report.Figure("own", "Goroutines"), census.GetProperty("count").GetInt64());
        Assert.Contains(groups, static group => group.GetProperty("count").GetInt32() == 20 && group.GetProperty("waitReason").GetString() is "chan receive");
        Assert.Contains(groups, static group => group.GetProperty("start").GetProperty("function").GetString() is "main.leakTwo" && group.GetProperty("count").GetInt32() == 5);
        Assert.Contains(report.Lines("top-goroutine"), static line => line.Contains(" 20 ", StringComparison.Ordinal) && line.EndsWith(" main.leakOne", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HeapProfile_OfAnArm64Program_IsItsOwn()
    {
        var report = await machine.ReportAsync();

        Assert.NotEmpty(Functions(report, "top-heap"));
        Assert.Equal(Functions(report, "top-own-heap"), Functions(report, "top-heap"));
    }

    [Fact]
    public async Task Map_OfAnArm64Program_AgreesWithItsStatistics()
    {
        var report = await machine.ReportAsync();
        var totals = report.Json("map").GetProperty("totals");

        AssertBetween(report, "HeapInuse", ("own-again", "own-last"), totals.GetProperty("objects").GetProperty("bytes").GetInt64());
        AssertBetween(report, "StackInuse", ("own-again", "own-last"), totals.GetProperty("stacks").GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task Why_OfALeakOnArm64_FindsItAndAddsUp()
    {
        var verdict = (await machine.ReportAsync()).Json("why");

        Assert.Equal("go-live-heap-leak", verdict.GetProperty("verdict").GetString());
        Assert.Equal(
            verdict.GetProperty("res").GetProperty("toBytes").GetInt64(),
            verdict.GetProperty("ledger").EnumerateArray().Sum(static term => term.GetProperty("toBytes").GetInt64()));
    }

    [Fact]
    public async Task Trace_OnArm64_ReadsEachTraceAsHere()
    {
        var report = await machine.ReportAsync();
        string folder = Repository.PathOf("tests", "Resident.Sources.Tests", "GoTrace", "testdata");
        string traces = string.Concat(Directory.GetFiles(folder, "*.txt").Order(StringComparer.Ordinal).Select(File.ReadAllText));
        string numbers = string.Concat(Enumerable.Range(1, 300_000).Select(static number => number.ToString(CultureInfo.InvariantCulture) + "\n"));
        string file = Path.Combine(Directory.CreateTempSubdirectory("resident-trace").FullName, "written");
        await File.WriteAllTextAsync(file, traces + numbers + traces, TestContext.Current.CancellationToken);
        await using var run = Launched.Start(ResidentProgram.Path, ["trace", file, "--json"]);

        string here = Convert.ToHexStringLower(SHA256.HashData(await run.StdoutAsync()));

        Assert.Equal(new FileInfo(file).Length, report.Figure("relayed", "written-bytes"));
        Assert.Equal(here, report.Lines("parsed")[0].Split(' ')[0]);
    }

    [Fact]
    public async Task Run_OnArm64_LosesNoByte()
    {
        var report = await machine.ReportAsync();

        Assert.Equal(report.Figure("relayed", "written-bytes"), report.Figure("relayed", "read"));
        Assert.Equal(report.Figure("relayed", "written-bytes"), report.Figure("relayed", "passed-bytes") + report.Figure("relayed", "trace-bytes"));
        Assert.Equal(0, report.Figure("relayed", "dropped"));
        Assert.Contains("stdout same", report.Lines("untouched"));
        Assert.Contains("stderr same", report.Lines("untouched"));
    }

    // What did not change between both has to be equal.
    private static void AssertBetween(GuestReport report, string name, (string Before, string After) own, long actual)
    {
        long before = report.Figure(own.Before, name);
        long after = report.Figure(own.After, name);
        Assert.InRange(actual, Math.Min(before, after), Math.Max(before, after));
    }

    // The head tells of the file, and of when.
    private static string[] Functions(GuestReport report, string name) =>
        [.. report.Lines(name).SkipWhile(static line => !line.StartsWith("Showing nodes", StringComparison.Ordinal))];
}
