using System.Net;

namespace Resident.Web.Tests.Api;

public sealed class TargetAnswersTests
{
    [Fact]
    public async Task Sample_BeforeTheFirst_SaysSo()
    {
        await using var page = await PageFixture.StartAsync();

        using var answer = await page.GetAsync("/api/sample");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(
            "{\"error\":\"There is no sample yet. Ask again in a second.\"}",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Sample_Newest_HasTheKernelsFigures()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromSeconds(3));

        var sample = await page.GetJsonAsync("/api/sample");

        var process = page.Timeline.Latest!.Process!;
        Assert.Equal("resident.sample/1", sample.GetProperty("schema").GetString());
        Assert.Equal(process.Res.Bytes, sample.GetProperty("process").GetProperty("res").GetInt64());
        Assert.Equal(process.Shr.Bytes, sample.GetProperty("process").GetProperty("shr").GetInt64());
    }

    [Fact]
    public async Task Metrics_Scraped_AreInPrometheusForm()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromSeconds(3));

        string[] lines = (await page.GetStringAsync("/metrics")).TrimEnd().Split('\n');

        long res = page.Timeline.Latest!.Process!.Res.Bytes;
        Assert.Contains($"resident_process_res_bytes{{service=\"orders-api\",pid=\"48211\"}} {res}", lines);
        Assert.All(lines, static line => Assert.Matches(@"^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[^}]*\})? -?[0-9.E+-]+)$", line));
        Assert.Equal(lines.Length / 3, lines.Count(static line => line.StartsWith("# TYPE", StringComparison.Ordinal)));
        Assert.All(
            lines.Where(static line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Select(static line => line.Split(' ')),
            static words => Assert.Equal(words[2].EndsWith("_total", StringComparison.Ordinal) ? "counter" : "gauge", words[3]));
        Assert.Contains(lines, static line => line.StartsWith("resident_process_cpu_time_seconds_total{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pprof_OfItself_SaysThatThereIsNone()
    {
        await using var page = await PageFixture.StartAsync();

        using var answer = await page.GetAsync("/debug/pprof/");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
