using System.Globalization;
using System.Text.Json;
using Resident.EndToEnd.Tests.History;
using Resident.EndToEnd.Tests.Run;

namespace Resident.EndToEnd.Tests.Why;

/// <summary>`why` of an address alone: of a service elsewhere, which tells its metrics, or only its profiles.</summary>
public sealed class AddressTests
{
    private const double Mebibyte = 1 << 20;

    [Fact]
    public async Task Why_ServiceThatLeaks_NamesTheLeakAndAddsUp()
    {
        string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{HistoryServer.FreePort()}");
        await using var service = Launched.Start(await GoProgram.ScrapedAsync(), [address, "2000"]);
        string url = await service.StdoutHasAsync("http://");

        var why = await WhyAsync("http://" + address, "--for", "25s");

        Assert.Contains(address, url, StringComparison.Ordinal);
        Assert.DoesNotContain("healthy", why.GetProperty("verdict").GetString(), StringComparison.Ordinal);
        Assert.InRange(why.GetProperty("window").GetProperty("samples").GetInt32(), 20, 30);
        Assert.InRange(why.GetProperty("res").GetProperty("changeBytes").GetInt64() / Mebibyte, 30, 300);
        Assert.Equal(
            why.GetProperty("res").GetProperty("toBytes").GetInt64(),
            why.GetProperty("ledger").EnumerateArray().Sum(static row => row.GetProperty("toBytes").GetInt64()));
        foreach (var action in why.GetProperty("actions").EnumerateArray())
        {
            Assert.DoesNotMatch("^resident (free|goroutines) ", action.GetProperty("command").GetString() ?? "");
        }
    }

    [Fact]
    public async Task Why_ServiceThatTellsNoRes_SaysSoAndNamesThePlace()
    {
        await using var service = Launched.Start(await GoProgram.ServedAsync(), []);
        string url = (await service.StdoutHasAsync("http://")).Trim();

        var why = await WhyAsync(url, "--for", "5s");

        Assert.Equal("not-sure-yet", why.GetProperty("verdict").GetString());
        Assert.StartsWith("RES is not told here, so nothing can be said of it. ", why.GetProperty("headline").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, why.GetProperty("res").GetProperty("toBytes").ValueKind);
        Assert.Equal("main.retain", why.GetProperty("sites")[0].GetProperty("function").GetString());
    }

    [Fact]
    public async Task Why_AddressWithAWindow_IsRefusedWithWhatCanBeDone()
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["why", "http://127.0.0.1:1", "--from", "14:00"]);

        Assert.Equal(2, await run.ExitAsync());
        Assert.Contains("--history", await run.StderrTextAsync(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> WhyAsync(params string[] arguments)
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["why", .. arguments, "--json"]);
        string answer = await run.StdoutTextAsync();
        string words = await run.StderrTextAsync();
        Assert.True(await run.ExitAsync() == 0, words);
        return JsonDocument.Parse(answer).RootElement;
    }
}
