using System.Text.Json;
using Resident.EndToEnd.Tests.Run;

namespace Resident.EndToEnd.Tests.Giving;

/// <summary>Drives `free` on real Go programs.</summary>
public sealed class FreeCommandTests
{
    private const long Megabyte = 1 << 20;
    private const int SigKill = 9;

    public static TheoryData<string> Releases => GivingProgram.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Free_ASpikeThatIsOver_IsReturnedThroughTheEndpoint(string release)
    {
        await using var target = await GivingProgram.StartAsync(release, ["-spike", "150"]);
        var (code, report, _) = await FreeAsync(target, "--endpoint", target.Address.ToString());

        Assert.Equal(0, code);
        var step = report.GetProperty("steps").EnumerateArray().First();
        Assert.Equal("endpoint", step.GetProperty("route").GetString());
        Assert.True(step.GetProperty("givenBytes").GetInt64() > 75 * Megabyte, step.ToString());
        AssertAddsUp(report.GetProperty("before"));
        AssertAddsUp(report.GetProperty("after"));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Free_LazilyFreedPages_AreDroppedAsPromised(string release)
    {
        await using var target = await GivingProgram.StartAsync(release, ["-spike", "150", "-return"], ("GODEBUG", "madvdontneed=0"));
        var (code, report, _) = await FreeAsync(target);
        var route = report.GetProperty("routes").EnumerateArray().First();
        Assert.SkipWhen(route.GetProperty("text").GetString()!.Contains("process_madvise", StringComparison.Ordinal), "process_madvise is refused here.");
        Assert.SkipWhen(route.GetProperty("text").GetString()!.Contains("CAP_SYS_NICE", StringComparison.Ordinal), "CAP_SYS_NICE is missing here.");

        Assert.Equal(0, code);
        var step = report.GetProperty("steps").EnumerateArray().First();
        long promised = step.GetProperty("promisedBytes").GetInt64();
        Assert.Equal("page-out", step.GetProperty("route").GetString());
        Assert.True(promised > 100 * Megabyte, report.ToString());
        Assert.InRange(step.GetProperty("givenBytes").GetInt64(), promised * 9 / 10, promised * 11 / 10);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Free_ALiveLeak_IsRefusedWithTheReason(string release)
    {
        await using var target = await GivingProgram.StartAsync(release, ["-keep", "60", "-leak", "1024"]);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        var (code, report, _) = await FreeAsync(target, "--endpoint", target.Address.ToString());

        Assert.Equal(3, code);
        Assert.Empty(report.GetProperty("steps").EnumerateArray());
        Assert.Contains("is live", report.GetProperty("nothing").GetString(), StringComparison.Ordinal);
        Assert.Contains("resident why " + target.Pid, report.GetProperty("nothing").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Free_DryRun_ChangesNothing()
    {
        await using var target = await GivingProgram.StartAsync("1.19", ["-spike", "60"]);
        var (code, report, _) = await FreeAsync(target, "--dry-run", "--endpoint", target.Address.ToString());

        Assert.Equal(0, code);
        Assert.Empty(report.GetProperty("steps").EnumerateArray());
        Assert.NotEmpty(report.GetProperty("advice").EnumerateArray());
    }

    [Fact]
    public async Task Free_ExperimentalLimitWithoutConfirmation_WritesNothing()
    {
        await using var target = await GivingProgram.StartAsync("1.19", ["-spike", "60"]);
        await using var run = Launched.Start(ResidentProgram.Path, ["free", target.Pid, "--experimental-limit"]);

        Assert.Equal(2, await run.ExitAsync());
        Assert.Contains("Confirm with --yes.", await run.StderrTextAsync(), StringComparison.Ordinal);
        Assert.Equal(long.MaxValue, await target.LimitAsync(0));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Free_ExperimentalLimit_IsPutBack(string release)
    {
        await using var target = await GivingProgram.StartAsync(release, ["-spike", "150"]);
        var (code, report, words) = await FreeAsync(target, "--experimental-limit", "--yes");

        Assert.Equal(0, code);
        Assert.Equal("experimental-limit", report.GetProperty("steps").EnumerateArray().First().GetProperty("route").GetString());
        Assert.Contains("is set to", words, StringComparison.Ordinal);
        Assert.Contains("it is none again", words, StringComparison.Ordinal);
        Assert.Equal(long.MaxValue, await target.LimitAsync(0));
    }

    [Fact]
    public async Task Free_KilledWhileTheLimitIsLow_TheGuardPutsItBack()
    {
        await using var target = await GivingProgram.StartAsync("1.19", ["-spike", "150"]);
        await using var run = Launched.Start(ResidentProgram.Path, ["free", target.Pid, "--experimental-limit", "--yes"]);
        await run.StderrHasAsync("is set to");
        run.Signal(SigKill);
        _ = await run.ExitAsync();

        long limit = 0;
        for (int asked = 0; asked < 200 && limit != long.MaxValue; asked++)
        {
            limit = await target.LimitAsync(asked);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(long.MaxValue, limit);
    }

    [Fact]
    public async Task Free_AHundredRounds_TheTargetLives()
    {
        if (Environment.GetEnvironmentVariable("RESIDENT_TEST_ALL") is not "1")
        {
            Assert.Skip("A hundred rounds take minutes: ./test --all runs them.");
        }

        await using var target = await GivingProgram.StartAsync("1.19", ["-spike", "60", "-leak", "64"], ("GODEBUG", "madvdontneed=0"));
        for (int round = 0; round < 100; round++)
        {
            string[] options = (round % 3) switch
            {
                0 => ["--endpoint", target.Address.ToString()],
                1 => [],
                _ => ["--experimental-limit", "--yes"],
            };
            var (code, _, words) = await FreeAsync(target, options);
            Assert.True(code is 0 or 3, words);
            Assert.Equal(long.MaxValue, await target.LimitAsync(round));
        }
    }

    private static void AssertAddsUp(JsonElement reading)
    {
        string[] parts = ["liveBytes", "garbageBytes", "fragmentationBytes", "stacksBytes", "idleBytes", "releasedBytes", "restBytes"];

        Assert.Equal(reading.GetProperty("resBytes").GetInt64(), parts.Sum(part => reading.GetProperty(part).GetInt64()));
    }

    private static async Task<(int Code, JsonElement Report, string Words)> FreeAsync(GivingProgram target, params string[] options)
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["free", target.Pid, "--json", .. options]);
        int code = await run.ExitAsync();
        string words = await run.StderrTextAsync();
        string text = await run.StdoutTextAsync();
        Assert.True(text.Length > 0, words);
        return (code, JsonDocument.Parse(text).RootElement, words);
    }
}
