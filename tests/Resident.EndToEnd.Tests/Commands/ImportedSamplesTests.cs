using System.Globalization;
using System.Text;
using System.Text.Json;
using Resident.EndToEnd.Tests.Run;

namespace Resident.EndToEnd.Tests.Commands;

/// <summary>Three days of samples that another tool wrote: `import`, then `why`.</summary>
public sealed class ImportedSamplesTests : IDisposable
{
    private const long Mebibyte = 1 << 20;
    private const int DeadPid = 4_190_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("imported").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Why_LiveRisesOnALine_IsALeakWhoseTermsAddUp()
    {
        var why = await WhyAsync(static (hour, live) => $$"""
            "process":{"pid":{{DeadPid}},"name":"orders-api","res":{{(long)(2.1 * live) + (12 * Mebibyte)}}},
            "go":{"NumGC":{{(int)(hour * 60)}},"HeapAlloc":{{(long)(1.5 * live)}},"HeapInuse":{{(long)(1.55 * live)}},"HeapIdle":{{(long)(0.5 * live)}},
            "HeapReleased":0,"HeapSys":{{(long)(2.05 * live)}},"StackInuse":{{Mebibyte}},"Sys":{{(long)(2.1 * live) + (5 * Mebibyte)}},"heapMarked":{{live}},"gogc":100}
            """);

        Assert.Equal("go-live-heap-leak", why.GetProperty("verdict").GetString());
        Assert.InRange(SlopeOf(why, "live") / Mebibyte, 5.5, 6.5);
        Assert.DoesNotContain(DeadPid.ToString(CultureInfo.InvariantCulture), why.GetProperty("actions").GetRawText(), StringComparison.Ordinal);
        CheckSum(why);
    }

    [Fact]
    public async Task Why_ResAlone_SaysHowItRisesAndThatTheCauseIsNotTold()
    {
        var why = await WhyAsync(static (_, live) => $$"""
            "process":{"res":{{2 * live}}}
            """);

        Assert.Equal("not-sure-yet", why.GetProperty("verdict").GetString());
        Assert.Contains("These samples tell RES alone, so the cause is unknown", why.GetProperty("headline").GetString(), StringComparison.Ordinal);
        Assert.Contains("12.0 MiB/h", why.GetProperty("causes")[0].GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("resident why", why.GetProperty("actions").GetRawText(), StringComparison.Ordinal);
        CheckSum(why);
    }

    private static double SlopeOf(JsonElement why, string term) =>
        why.GetProperty("ledger").EnumerateArray().Single(row => string.Equals(row.GetProperty("id").GetString(), term, StringComparison.Ordinal)).GetProperty("slopeBytesPerHour").GetDouble();

    private static void CheckSum(JsonElement why)
    {
        var res = why.GetProperty("res");
        foreach (string end in (string[])["fromBytes", "toBytes"])
        {
            Assert.Equal(res.GetProperty(end).GetInt64(), why.GetProperty("ledger").EnumerateArray().Sum(row => row.GetProperty(end).GetInt64()));
        }
    }

    private async Task<JsonElement> WhyAsync(Func<double, long, string> fields)
    {
        var start = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
        string text = Path.Combine(_folder, "days.jsonl");
        var lines = new StringBuilder();
        for (int minute = 0; minute < 3 * 24 * 60; minute++)
        {
            // 6 MiB an hour, and a wander that no line has.
            long live = (long)((240 + (minute / 10.0) + (2 * Math.Sin(minute / 7.0)) + Math.Cos(minute * minute)) * Mebibyte);
            string time = start.AddMinutes(minute).ToString("O", CultureInfo.InvariantCulture);
            _ = lines.Append("{\"schema\":\"resident.sample/1\",\"time\":\"").Append(time).Append("\",").Append(fields(minute / 60.0, live).ReplaceLineEndings("")).Append("}\n");
        }

        await File.WriteAllTextAsync(text, lines.ToString(), TestContext.Current.CancellationToken);
        string recording = Path.Combine(_folder, "days.resident");
        await using (var import = Launched.Start(ResidentProgram.Path, ["import", text, "-o", recording]))
        {
            Assert.Equal(0, await import.ExitAsync());
        }

        await using var why = Launched.Start(ResidentProgram.Path, ["why", recording, "--json"]);
        string answer = await why.StdoutTextAsync();
        Assert.Equal(0, await why.ExitAsync());
        return JsonDocument.Parse(answer).RootElement;
    }
}
