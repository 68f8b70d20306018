using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Resident.EndToEnd.Tests.Run;

namespace Resident.EndToEnd.Tests.Commands;

/// <summary>Drives `ps`, `stat` and `watch` on real processes.</summary>
public sealed class ProcessCommandTests
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    [Fact]
    public async Task Stat_OfAProcess_HasTheKernelsFigures()
    {
        await using var target = Launched.Start("sleep", ["60"]);
        await using var run = Launched.Start(ResidentProgram.Path, ["stat", target.Id.ToString(Culture), "--json", "--count", "2", "--interval", "50ms"]);
        string[] lines = (await run.StdoutTextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(0, await run.ExitAsync());
        Assert.Equal(2, lines.Length);
        var process = JsonDocument.Parse(lines[0]).RootElement.GetProperty("process");
        Assert.Equal(target.Id, process.GetProperty("pid").GetInt32());
        Assert.Equal(
            process.GetProperty("res").GetInt64() - process.GetProperty("shr").GetInt64(),
            process.GetProperty("resMinusShr").GetInt64());
        Assert.StartsWith("S", process.GetProperty("stat").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stat_OfAGoProgram_TellsEachCycleOnceAndAllOfMemStats()
    {
        await using var target = Launched.Start(await GoProgram.AllocateAsync(), ["3000", "5"]);
        _ = await target.StdoutHasAsync("pid");
        await using var run = Launched.Start(ResidentProgram.Path, ["stat", target.Pid, "--json", "--count", "5", "--interval", "200ms"]);
        JsonElement[] samples = [.. (await run.StdoutTextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];

        var go = samples[^1].GetProperty("go");
        long last = go.GetProperty("NumGC").GetInt64();
        var cycles = samples.SelectMany(static sample => sample.GetProperty("gc").EnumerateArray()).ToList();
        long[] numbers = [.. cycles.Select(static cycle => cycle.GetProperty("gc").GetInt64())];
        Assert.True(last > samples[0].GetProperty("go").GetProperty("NumGC").GetInt64(), "No cycle ended while it was watched.");
        Assert.Equal(Enumerable.Range((int)numbers[0], numbers.Length).Select(static number => (long)number), numbers);
        Assert.Equal(last, numbers[^1]);
        Assert.Equal((256, 256, 61), (go.GetProperty("PauseNs").GetArrayLength(), go.GetProperty("PauseEnd").GetArrayLength(), go.GetProperty("BySize").GetArrayLength()));
        int newest = (int)((last + 255) % 256);
        Assert.Equal(go.GetProperty("LastGC").GetInt64(), go.GetProperty("PauseEnd")[newest].GetInt64());
        Assert.Equal(go.GetProperty("PauseNs")[newest].GetInt64() / 1e6, cycles[^1].GetProperty("pauseMs").GetDouble(), 6);
        Assert.Equal(go.GetProperty("HeapAlloc").GetInt64(), go.GetProperty("Alloc").GetInt64());
        Assert.True(go.GetProperty("lastCycle").GetProperty("forced").GetBoolean());
        Assert.Equal(0, await run.ExitAsync());
    }

    [Fact]
    public async Task Stat_TargetEnds_IsToldAndEndsWith3()
    {
        await using var target = Launched.Start("cat", []);
        await using var run = Launched.Start(ResidentProgram.Path, ["stat", target.Id.ToString(Culture), "--interval", "50ms"]);

        // It ends once it has been seen, however long the command takes to start.
        _ = await run.StdoutHasAsync("TIME");
        target.Stdin.Close();

        Assert.Equal(3, await run.ExitAsync());
        Assert.Contains($"Process {target.Id} (cat) ended. RES was ", await run.StderrTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stat_NoSuchProcess_EndsWith3AndSaysWhereToLook()
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["stat", "4194304"]);

        Assert.Equal(3, await run.ExitAsync());
        Assert.Contains("resident ps", await run.StderrTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stat_NameOfSeveral_ListsThemAndEndsWith2()
    {
        await using var one = Launched.Start("sleep", ["61.25"]);
        await using var two = Launched.Start("sleep", ["61.25"]);
        await using var run = Launched.Start(ResidentProgram.Path, ["stat", "61.25"]);

        Assert.Equal(2, await run.ExitAsync());
        string words = await run.StderrTextAsync();
        Assert.Contains("\"61.25\" means 2 processes. Give the PID of one, --newest or --largest:", words, StringComparison.Ordinal);
        Assert.Contains(one.Id.ToString(Culture), words, StringComparison.Ordinal);
        Assert.Contains(two.Id.ToString(Culture), words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ps_WithAGoProgram_ShowsItsVersion()
    {
        string program = await GoProgram.AllocateAsync();
        await using var target = Launched.Start(program, ["3000", "10"]);
        await using var run = Launched.Start(ResidentProgram.Path, ["ps", "--json"]);
        var document = JsonDocument.Parse(await run.StdoutAsync()).RootElement;

        Assert.Equal(0, await run.ExitAsync());
        var row = document.GetProperty("processes").EnumerateArray().Single(each => each.GetProperty("process").GetProperty("pid").GetInt32() == target.Id);
        Assert.StartsWith("go1.", row.GetProperty("runtime").GetProperty("version").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_PortInUse_EndsWith2AndLeavesTheTargetAlone()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var target = Launched.Start("sleep", ["60"]);
        await using var run = Launched.Start(ResidentProgram.Path, ["watch", target.Id.ToString(Culture), "--listen", $"127.0.0.1:{port}"]);

        Assert.Equal(2, await run.ExitAsync());
        Assert.Contains(port.ToString(Culture), await run.StderrTextAsync(), StringComparison.Ordinal);
        Assert.True(Directory.Exists($"/proc/{target.Id}"));
    }

    [Fact]
    public async Task Run_PortInUse_RunsTheProgramAndTakesAnother()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var run = Launched.Start(ResidentProgram.Path, ["run", "--listen", $"127.0.0.1:{port}", "--no-browser", "--", "sh", "-c", "sleep 2; exit 7"]);

        string words = await run.StderrHasAsync("is at http://127.0.0.1:");
        Assert.Contains("its page takes a free port", words, StringComparison.Ordinal);
        Assert.Equal(7, await run.ExitAsync());
    }

    [Fact]
    public async Task Watch_APage_ServesTheTarget()
    {
        await using var target = Launched.Start("sleep", ["60"]);
        await using var run = Launched.Start(ResidentProgram.Path, ["watch", target.Id.ToString(Culture), "--no-browser"]);
        string words = await run.StderrHasAsync("/\n");
        string address = words[words.IndexOf("http://", StringComparison.Ordinal)..].Trim();
        using var client = new HttpClient();

        var hello = JsonDocument.Parse(await client.GetStringAsync(new Uri(address + "api/hello"), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(target.Id, hello.GetProperty("target").GetProperty("pid").GetInt32());
        run.Signal(2);
        Assert.Equal(0, await run.ExitAsync());
        Assert.True(Directory.Exists($"/proc/{target.Id}"));
    }

    [Theory]
    [InlineData("wacth 1", "There is no command \"wacth\". Did you mean watch?")]
    [InlineData("stat 1 --intervall 2", "There is no option \"--intervall\". Did you mean --interval?")]
    [InlineData("stat 1 --interval soon", "Expected a time such as 500ms, 1s, 10m or 2h, found \"soon\".")]
    [InlineData("run", "Expected a program to start, found none.")]
    public async Task AnyCommand_Mistyped_EndsWith2AndSuggests(string arguments, string expected)
    {
        await using var run = Launched.Start(ResidentProgram.Path, arguments.Split(' '));

        Assert.Equal(2, await run.ExitAsync());
        Assert.Contains(expected, await run.StderrTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await run.StdoutTextAsync());
    }
}
