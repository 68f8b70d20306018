using System.Globalization;
using System.Text.Json;
using Resident.EndToEnd.Tests.Run;

namespace Resident.EndToEnd.Tests.Why;

/// <summary>`why` on a program that may not be looked into, but answers at an address.</summary>
public sealed class NoRightTests
{
    [Fact]
    public async Task Why_NoRightToReadButAnEndpoint_SplitsTheHeapAndNamesTheSite()
    {
        await using var target = Launched.Start(await GoProgram.ServedAsync(), []);
        string address = (await target.StdoutHasAsync("\n")).Split('\n')[0];

        await using var run = AnotherUser.Start("why", target.Id.ToString(CultureInfo.InvariantCulture), "--endpoint", address, "--for", "12s", "--json");

        var verdict = JsonDocument.Parse(await run.StdoutAsync()).RootElement;
        Assert.Equal(0, await run.ExitAsync());
        var terms = verdict.GetProperty("ledger").EnumerateArray().ToDictionary(
            static term => term.GetProperty("id").GetString()!, static term => term.GetProperty("toBytes").GetInt64(), StringComparer.Ordinal);
        Assert.InRange(terms["live"], 1, long.MaxValue);
        Assert.Equal(verdict.GetProperty("res").GetProperty("toBytes").GetInt64(), terms.Values.Sum());
        var site = verdict.GetProperty("sites").EnumerateArray().First();
        Assert.Equal("main.retain", site.GetProperty("function").GetString());
        Assert.Contains("CAP_SYS_PTRACE", string.Join('\n', verdict.GetProperty("warnings").EnumerateArray()), StringComparison.Ordinal);
    }
}
