using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Resident.Web.Reports;
using Resident.Web.Stage;

namespace Resident.Web.Tests.Reports;

public sealed partial class ReportPageTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Write_ThreeDays_AreAtMostTwoMebibytesWithTheirPeaks()
    {
        var content = Content(TimeSpan.FromDays(3));

        string page = Encoding.UTF8.GetString(ReportPage.Write(content));
        var report = Unpack(page);

        Assert.InRange(page.Length, 100_000, ReportPage.MostBytes);
        Assert.Equal("resident.report/1", report.GetProperty("schema").GetString());
        var res = report.GetProperty("series").GetProperty("series").EnumerateArray().First(static series => series.GetProperty("id").GetString() is "process.res");
        Assert.InRange(res.GetProperty("last").GetArrayLength(), 500, ReportJson.MostColumns);
        long peak = res.GetProperty("max").EnumerateArray().Max(static value => value.GetInt64());
        var (from, to) = content.Timeline.Extent!.Value;
        var window = content.Timeline.Query("process.res", from, to, 100_000);
        Assert.Equal(Math.Round(window.Max.Max() / 1024), peak);
    }

    [Fact]
    public void Write_ATighterBound_TakesFewerPoints()
    {
        var content = Content(TimeSpan.FromHours(6));
        int whole = ReportPage.Write(content).Length;

        byte[] smaller = ReportPage.Write(content, whole - 1);

        Assert.True(smaller.Length < whole);
        Assert.True(Unpack(Encoding.UTF8.GetString(smaller)).GetProperty("series").GetProperty("clocks").EnumerateArray().Max(static clock => clock.GetArrayLength()) <= 1_200);
    }

    [Fact]
    public void Write_ThePage_AsksForNothingAndRunsItsOwnScriptAlone()
    {
        string page = Encoding.UTF8.GetString(ReportPage.Write(Content(TimeSpan.FromMinutes(1))));

        Assert.DoesNotMatch("(src|href)=\"(?!data:)", page[..page.IndexOf("<body>", StringComparison.Ordinal)]);
        Assert.Equal(2, Regex.Count(page, "<script[ >]"));
        Assert.Equal(2, Regex.Count(page, "</script>"));
        string script = Script().Match(page).Groups["code"].Value;
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        Assert.Contains($"default-src 'none'; script-src 'sha256-{hash}';", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AHostileName_StaysText()
    {
        var content = Content(TimeSpan.FromMinutes(1));
        ((Monitoring.History.Timeline)content.Timeline).ChangeTarget(static target => target with { Name = "</script><script>alert(1)</script>" });

        string page = Encoding.UTF8.GetString(ReportPage.Write(content));

        Assert.Equal(2, Regex.Count(page, "<script[ >]"));
        Assert.Contains("<title>&lt;/script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ArgumentsThatWereNotAskedFor_AreNotInIt()
    {
        var plain = Unpack(Encoding.UTF8.GetString(ReportPage.Write(Content(TimeSpan.FromMinutes(1)))));
        var told = Unpack(Encoding.UTF8.GetString(ReportPage.Write(Content(TimeSpan.FromMinutes(1)) with { Arguments = ["./a", "--x"] })));

        Assert.False(plain.TryGetProperty("arguments", out _));
        Assert.Equal(["./a", "--x"], told.GetProperty("arguments").EnumerateArray().Select(static word => word.GetString()));
        Assert.Equal(JsonValueKind.Null, plain.GetProperty("why").ValueKind);
        Assert.Equal(JsonValueKind.Null, plain.GetProperty("flame").ValueKind);
    }

    private static ReportContent Content(TimeSpan past)
    {
        Stagehand stage = new("leak", TimeProvider.System, Start);
        stage.Fill(Start, Start + past);
        return new ReportContent { Timeline = stage.Timeline, Version = "1.2.3", Clock = TimeProvider.System };
    }

    private static JsonElement Unpack(string page)
    {
        using MemoryStream packed = new(Convert.FromBase64String(Carried().Match(page).Groups["bytes"].Value));
        using GZipStream plain = new(packed, CompressionMode.Decompress);
        return JsonDocument.Parse(plain).RootElement;
    }

    [GeneratedRegex("<script id=\"resident-report\" type=\"application/octet-stream\">(?<bytes>[^<]*)</script>", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Carried();

    [GeneratedRegex("<script type=\"module\">(?<code>.*?)</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Script();
}
