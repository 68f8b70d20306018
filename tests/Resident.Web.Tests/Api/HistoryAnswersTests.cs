using System.Net;
using System.Text.Json;

namespace Resident.Web.Tests.Api;

public sealed class HistoryAnswersTests
{
    [Fact]
    public async Task Series_ThreeDaysAtOneHertz_StaysBelow300Kilobytes()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromDays(3));
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/series?cols=720");
        request.Headers.AcceptEncoding.ParseAdd("gzip");

        using var answer = await page.Client.SendAsync(request, TestContext.Current.CancellationToken);
        byte[] sent = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.InRange(sent.Length, 10_000, 300_000);
    }

    [Fact]
    public async Task Series_Folded_KeepsTheExtremes()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromMinutes(50));

        var raw = await page.GetJsonAsync("/api/series?ids=process.res&cols=5000");
        var folded = await page.GetJsonAsync("/api/series?ids=process.res&cols=50");

        double[] values = Column(raw, "last");
        Assert.Equal(3000, values.Length);
        Assert.False(raw.GetProperty("series")[0].TryGetProperty("min", out _));
        Assert.InRange(Column(folded, "last").Length, 40, 50);
        Assert.Equal(values.Max(), Column(folded, "max").Max());
        Assert.Equal(values.Min(), Column(folded, "min").Min());
        Assert.Equal(values[^1], Column(folded, "last")[^1]);
    }

    [Fact]
    public async Task Series_SampledAndPerCycle_HaveTheirOwnClocks()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromMinutes(5));

        var answer = await page.GetJsonAsync("/api/series?ids=process.res,process.virt,gc.pause,gc.goal");

        Assert.Equal(["KiB", "KiB", "ms", "KiB"], answer.GetProperty("series").EnumerateArray().Select(static series => series.GetProperty("unit").GetString()));
        Assert.Equal([0, 0, 1, 1], answer.GetProperty("series").EnumerateArray().Select(static series => series.GetProperty("clock").GetInt32()));
        Assert.Equal(2, answer.GetProperty("clocks").GetArrayLength());
    }

    [Fact]
    public async Task Series_FromEverToEver_IsAllThereIs()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromMinutes(10));

        var all = await page.GetJsonAsync("/api/series?ids=process.res&from=-9223372036854775808&to=9223372036854775807");

        Assert.NotEqual(0, all.GetProperty("series")[0].GetProperty("last").GetArrayLength());
    }

    [Theory]
    [InlineData("/api/series?ids=nope", "There is no series \"nope\". GET /api/hello lists them.")]
    [InlineData("/api/series?from=x", "Query parameter \"from\": expected a whole number, found \"x\".")]
    [InlineData("/api/gc?from=9&to=5", "Query parameter \"from\": expected a time at or before \"to\", found \"9\".")]
    [InlineData("/api/series?cols=1e9", "Query parameter \"cols\": expected a whole number, found \"1e9\".")]
    public async Task Request_Wrong_IsToldWhatWasExpected(string path, string sentence)
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromSeconds(5));

        using var answer = await page.GetAsync(path);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(sentence, document.RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Gc_PageByPage_GivesEachCycleOnceNewestFirst()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromMinutes(40));

        List<long> numbers = [];
        for (int skip = 0; ; skip += 7)
        {
            long[] rows = [.. (await page.GetJsonAsync($"/api/gc?limit=7&skip={skip}")).GetProperty("cycles").EnumerateArray().Select(static row => row.GetProperty("gc").GetInt64())];
            if (rows.Length == 0)
            {
                break;
            }

            numbers.AddRange(rows);
        }

        Assert.True(numbers.Count > 20, $"{numbers.Count} cycles");
        Assert.Equal(Enumerable.Range(1, numbers.Count).Reverse().Select(static number => (long)number), numbers);
    }

    [Fact]
    public async Task Csv_Exported_HasARowATimeAndAColumnASeries()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromSeconds(30));

        using var answer = await page.GetAsync("/api/export.csv?ids=process.res,process.threads");
        string[] lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd().Split('\n');

        Assert.Equal("time,unix_ms,process.res (bytes),process.threads (count)", lines[0]);
        Assert.Equal(31, lines.Length);
        Assert.StartsWith("2026-11-20T00:00:00.000Z,1795132800000,", lines[1], StringComparison.Ordinal);
        Assert.Equal(4, lines[1].Split(',').Length);
        Assert.StartsWith("resident-orders-api-", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_AfterTheLastSample_AreGivenToo()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromSeconds(5));
        page.Stage.Kill(PageFixture.Start.AddSeconds(9));

        var answer = await page.GetJsonAsync("/api/events");

        Assert.Equal(["oom", "exit"], answer.GetProperty("events").EnumerateArray().Select(static item => item.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Path_Unknown_NamesThoseThatThereAre()
    {
        await using var page = await PageFixture.StartAsync();

        using var answer = await page.GetAsync("/api/nope");
        string body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("/api/series", body, StringComparison.Ordinal);
    }

    private static double[] Column(JsonElement answer, string name) =>
        [.. answer.GetProperty("series")[0].GetProperty(name).EnumerateArray().Select(static value => value.GetDouble())];
}
