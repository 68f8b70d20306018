using System.Text;
using System.Text.Json;
using Resident.EndToEnd.Tests.Run;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.Commands;

/// <summary>Drives `resident trace` and the pipe form on real traces and on what is none.</summary>
public sealed class TraceCommandTests
{
    private static readonly string Fixtures = Repository.PathOf("tests", "Resident.Sources.Tests", "GoTrace", "testdata");

    [Fact]
    public async Task Json_OfALog_HasEachCycleInOrder()
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["trace", Path.Combine(Fixtures, "go1.22.txt"), "--json"]);
        string[] lines = (await run.StdoutTextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(0, await run.ExitAsync());
        long[] cycles = [.. lines.Select(static line => JsonDocument.Parse(line).RootElement)
            .Where(static document => document.GetProperty("gc").ValueKind == JsonValueKind.Number)
            .Select(static document => document.GetProperty("gc").GetInt64())];
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8], cycles);
    }

    [Fact]
    public async Task Text_OfALog_SummarisesIt()
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["trace", Path.Combine(Fixtures, "go1.22.txt"), "--exit"]);

        Assert.Contains("live heap    5 MiB -> 172 MiB", await run.StdoutTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await run.ExitAsync());
    }

    [Fact]
    public async Task Pipe_OtherLines_PassThroughByteForByte()
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["trace", "-", "--no-page", "-q"]);
        await using var loud = Launched.Start(ResidentProgram.Path, ["-o=false"]);
        string[] log = await File.ReadAllLinesAsync(Path.Combine(Fixtures, "go1.22.txt"), TestContext.Current.CancellationToken);
        byte[] trace = Encoding.UTF8.GetBytes(string.Concat(log.Where(static line => line.StartsWith("gc ", StringComparison.Ordinal)).Select(static line => line + "\n")));
        byte[] words = "hello\n\xff\xfe no newline"u8.ToArray();

        await loud.Stdin.WriteAsync(trace, TestContext.Current.CancellationToken);
        await loud.Stdin.WriteAsync(words, TestContext.Current.CancellationToken);
        loud.Stdin.Close();
        string stderr = await loud.StderrHasAsync("The page stays open.");
        loud.Signal(2);
        run.Stdin.Close();

        Assert.Contains("8 GC cycles", stderr, StringComparison.Ordinal);
        Assert.Equal(0, await loud.ExitAsync());
        Assert.Equal(words, await loud.StdoutAsync());
        Assert.Equal(0, await run.ExitAsync());
        Assert.Empty(await run.StdoutAsync());
    }

    [Fact]
    public async Task Log_ThatIsNoText_IsRefusedInASentence()
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["trace", ResidentProgram.Path, "--exit"]);

        Assert.Equal(2, await run.ExitAsync());
        Assert.StartsWith($"resident: {ResidentProgram.Path}", await run.StderrTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_ThatIsNotThere_IsSaid()
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["trace", "/nonexistent/server.log", "--exit"]);

        Assert.Equal(3, await run.ExitAsync());
        Assert.Contains("/nonexistent/server.log", await run.StderrTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipe_ThatIsEmpty_SaysWhatIsMissing()
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["trace", "-", "--exit"]);
        run.Stdin.Close();

        Assert.Equal(0, await run.ExitAsync());
        Assert.Contains("GODEBUG=gctrace=1", await run.StdoutTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reader_ThatHasSeenEnough_EndsItQuietly()
    {
        await using var run = Launched.Start("/bin/sh", ["-c", $"'{ResidentProgram.Path}' trace '{Fixtures}/go1.22.txt' --json | head -n 1"]);

        Assert.StartsWith("{\"schema\":\"resident.gc/1\"", await run.StdoutTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await run.StderrTextAsync());
    }
}
