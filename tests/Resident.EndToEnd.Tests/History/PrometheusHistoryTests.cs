using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Resident.EndToEnd.Tests.Run;

namespace Resident.EndToEnd.Tests.History;

/// <summary>What real servers kept of a service: `import --prometheus`, and `--history` on a process that they
/// scrape.</summary>
public sealed class PrometheusHistoryTests : IDisposable
{
    private const double Mebibyte = 1 << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("history").FullName;

    private string Recording => Path.Combine(_folder, "orders.resident");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("victoria-metrics")]
    [InlineData("prometheus")]
    public async Task Import_ThreeDaysWithALeakAndARestart_NamesTheLeakSinceTheRestart(string kind)
    {
        Assert.SkipWhen(
            kind is "prometheus" && Environment.GetEnvironmentVariable("RESIDENT_TEST_ALL") is null, "promtool takes long to make blocks of three days: ./test --all runs it.");
        var service = new BackfilledService(TimeProvider.System.GetUtcNow());
        await using var server = kind is "prometheus"
            ? await HistoryServer.StartPrometheusAsync(service.ToOpenMetrics(), target: null)
            : await HistoryServer.StartVictoriaMetricsAsync(service.ToPrometheusText());

        var (code, words) = await ResidentAsync("import", "--prometheus", server.Address.ToString(), "--match", "10.0.0.7", "--from", "7d", "-o", Recording);
        Assert.True(code == 0, words);
        const string Told = "samples of orders 10\\.0\\.0\\.7:6060, .*, one every 30 s, 1 restart, the last at ";
        Assert.True(Regex.IsMatch(words, Told, RegexOptions.None, TimeSpan.FromSeconds(1)), words);

        var why = await WhyAsync(Recording);
        Assert.Equal("go-live-heap-leak", why.GetProperty("verdict").GetString());
        var live = why.GetProperty("ledger").EnumerateArray().Single(static row => string.Equals(row.GetProperty("id").GetString(), "live", StringComparison.Ordinal));
        double slope = live.GetProperty("slopeBytesPerHour").GetDouble() / Mebibyte;
        Assert.InRange(slope, 0.9 * BackfilledService.LeakedMebibytesAnHour, 1.1 * BackfilledService.LeakedMebibytesAnHour);
        Assert.InRange(why.GetProperty("window").GetProperty("seconds").GetDouble() / 3600, 28, 29);
        CheckSum(why);
        Assert.Contains("GOGC is not told", why.GetProperty("warnings").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_SeveralTargetsOrNone_AreListedAndEndWith2()
    {
        await using var server = await HistoryServer.StartVictoriaMetricsAsync(
            """
            process_resident_memory_bytes{job="a",instance="h:1"} 1000000
            process_resident_memory_bytes{job="a",instance="h:2"} 1000000

            """);
        string[] ask = ["import", "--prometheus", server.Address.ToString(), "--to", "now", "--from", "1h", "-o", Recording, "--match"];

        var (several, list) = await ResidentAsync([.. ask, "a"]);
        var (none, hint) = await ResidentAsync([.. ask, "job=\"b\""]);

        Assert.Equal((2, "resident: --match: 2 targets match \"a\". Give one of them:\n  {instance=\"h:1\",job=\"a\"}\n  {instance=\"h:2\",job=\"a\"}\n"), (several, list));
        Assert.Equal(2, none);
        Assert.Contains(" has no process_resident_memory_bytes of \"job=\"b\"\" from ", hint, StringComparison.Ordinal);
        Assert.False(File.Exists(Recording));
    }

    [Fact]
    public async Task RealScrapes_LeakAndRestart_AreInTheRecordingAndBeforeWhatIsSeenNow()
    {
        string program = await GoProgram.ScrapedAsync();
        string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{HistoryServer.FreePort()}");
        await using var server = await HistoryServer.StartPrometheusAsync(openMetrics: null, address);
        await using (var first = Launched.Start(program, [address, "500"]))
        {
            _ = await first.StdoutHasAsync("http://");
            await Task.Delay(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);
        }

        await using var second = Launched.Start(program, [address, "2000"]);
        _ = await second.StdoutHasAsync("http://");
        await Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var why = await WhyAsync(second.Pid, "--for", "2s", "--history", server.Address.ToString());
        var (code, words) = await ResidentAsync("import", "--prometheus", server.Address.ToString(), "--match", address, "--from", "5m", "-o", Recording);
        var recorded = await WhyAsync(Recording);

        Assert.Equal("prometheus", why.GetProperty("history").GetProperty("source").GetString());
        Assert.InRange(why.GetProperty("window").GetProperty("seconds").GetDouble(), 20, 120);
        Assert.DoesNotContain("healthy", why.GetProperty("verdict").GetString(), StringComparison.Ordinal);
        Assert.InRange(ChangeOf(why, "live"), 20, 400);
        CheckSum(why);
        Assert.True(code == 0, words);
        Assert.Contains(", one every 1 s, 1 restart, the last at ", words, StringComparison.Ordinal);
        Assert.InRange(ChangeOf(recorded, "live"), 20, 400);
        CheckSum(recorded);
    }

    [Fact]
    public async Task History_ServerThatIsNotThere_IsAWarningAndTheAnswerStands()
    {
        await using var target = Launched.Start("sleep", ["60"]);
        string nowhere = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{HistoryServer.FreePort()}");
        await using var run = Launched.Start(ResidentProgram.Path, ["why", target.Pid, "--for", "1s", "--json", "--history", nowhere]);

        var why = JsonDocument.Parse(await run.StdoutTextAsync()).RootElement;

        Assert.Equal(0, await run.ExitAsync());
        Assert.Equal(target.Id, why.GetProperty("target").GetProperty("pid").GetInt32());
        Assert.Equal($"resident: --history: {nowhere}/api/v1/query cannot be reached: Connection refused. The answer rests on what is seen now alone.\n", await run.StderrTextAsync());
    }

    private static double ChangeOf(JsonElement why, string term) =>
        why.GetProperty("ledger").EnumerateArray().Single(row => string.Equals(row.GetProperty("id").GetString(), term, StringComparison.Ordinal)).GetProperty("changeBytes").GetInt64() / Mebibyte;

    private static void CheckSum(JsonElement why)
    {
        foreach (string end in (string[])["fromBytes", "toBytes"])
        {
            Assert.Equal(why.GetProperty("res").GetProperty(end).GetInt64(), why.GetProperty("ledger").EnumerateArray().Sum(row => row.GetProperty(end).GetInt64()));
        }
    }

    private static async Task<JsonElement> WhyAsync(params string[] arguments)
    {
        await using var why = Launched.Start(ResidentProgram.Path, ["why", .. arguments, "--json"]);
        string answer = await why.StdoutTextAsync();
        string words = await why.StderrTextAsync();
        Assert.True(await why.ExitAsync() == 0, words);
        return JsonDocument.Parse(answer).RootElement;
    }

    private static async Task<(int Code, string Stderr)> ResidentAsync(params string[] arguments)
    {
        await using var run = Launched.Start(ResidentProgram.Path, arguments);
        string words = await run.StderrTextAsync();
        return (await run.ExitAsync(), words);
    }
}
