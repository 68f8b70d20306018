using System.Globalization;
using System.Text;
using Resident.Cli.Run;
using Resident.Model;
using Resident.Sources.GoTrace;

namespace Resident.EndToEnd.Tests.Run;

/// <summary>A real Go program under `run`. Its rounds make at least as many GC cycles; each logs one line.</summary>
public sealed class GoProgramTests
{
    private const int Rounds = 40;

    // A line may be torn between two of the runtime's writes, and not every torn line can be put together again.
    private const int MostTorn = 4;

    [Fact]
    public async Task Trace_IsTakenOutOfStderrAndReachesTheSink()
    {
        string program = await GoProgram.AllocateAsync();
        string folder = Directory.CreateTempSubdirectory("resident-run").FullName;
        string trace = Path.Combine(folder, "trace");
        string counts = Path.Combine(folder, "counts");
        await using var run = Launched.RunWith(["--trace", trace, "--counts", counts], [program, Text(Rounds), "2"]);

        byte[] stderr = await run.StderrAsync();
        Assert.Equal(7, await run.ExitAsync());
        byte[] taken = await File.ReadAllBytesAsync(trace, TestContext.Current.CancellationToken);

        AssertAppLines(stderr, copies: 1);
        AssertCycles(taken);
        Assert.StartsWith(
            $"read {stderr.Length + taken.Length}\npassed {stderr.Length}\n",
            await File.ReadAllTextAsync(counts, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeepTrace_LeavesItInStderrToo()
    {
        string program = await GoProgram.AllocateAsync();
        string trace = Path.Combine(Directory.CreateTempSubdirectory("resident-run").FullName, "trace");
        await using var run = Launched.RunWith(["--keep-trace", "--trace", trace], [program, Text(Rounds), "2"]);

        byte[] stderr = await run.StderrAsync();

        Assert.Equal(7, await run.ExitAsync());
        AssertCycles(stderr);
        AssertCycles(await File.ReadAllBytesAsync(trace, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task LauncherKilled_GoProgramLivesAndItsLinesArrive()
    {
        string program = await GoProgram.AllocateAsync();
        await using var run = Launched.RunWith([], [program, Text(Rounds), "20"]);
        await run.StderrHasAsync("app line 3\n");

        run.Signal(SignalNumber.Kill);

        AssertAppLines(await run.StderrAsync(), copies: 1);
    }

    [Fact]
    public async Task RealStderrClosed_GoProgramLives()
    {
        string program = await GoProgram.AllocateAsync();
        await using var run = Launched.RunWith([], [program, Text(Rounds), "10"]);
        await run.StderrHasAsync("app line 3\n");

        run.CloseStderr();

        Assert.Equal(7, await run.ExitAsync());
    }

    [Fact]
    public async Task SeveralGoProgramsOnOneStderr_KeepTheirOwnLines()
    {
        string program = await GoProgram.AllocateAsync();
        await using var run = Launched.RunWith(
            [], ["sh", "-c", "\"$1\" 40 3 & \"$1\" 40 3 & wait; exit 0", "sh", program]);

        // Two runtimes write their lines in some 38 parts each, and at once: how many meet is chance. 9 of 80 were seen.
        AssertAppLines(await run.StderrAsync(), copies: 2, mostTorn: Rounds * 2 / 4);
        Assert.Equal(0, await run.ExitAsync());
    }

    [Fact]
    public async Task Choose_UnderGoRun_IsTheProgramAndNotTheGoTool()
    {
        string go = await GoProgram.CommandAsync();
        await using var run = Launched.RunWith([], [go, "run", GoProgram.Source, "400", "20"]);
        string output = await run.StdoutHasAsync("pid ");
        int expected = int.Parse(output[4..].Split(' ')[0], CultureInfo.InvariantCulture);
        int command = ProcessTree.Descendants(run.Id).First(static id => Name(id) is "go");

        // The run's own go command is a Go program as well, and its RES is larger at first.
        int? chosen = new TracedProcess(command, static id => Name(id) is "go" or "main").Choose();

        Assert.Equal(expected, chosen);
        run.Signal(SignalNumber.Terminate);
        Assert.Equal(0, NativeMethods.Kill(expected, SignalNumber.Kill));
        _ = await run.ExitAsync();
    }

    // Each line is one write of the program, so it arrives whole wherever it lands.
    private static void AssertAppLines(byte[] stderr, int copies, int mostTorn = MostTorn)
    {
        string text = Encoding.UTF8.GetString(stderr);
        Assert.All(Enumerable.Range(0, Rounds), round => Assert.Equal(copies, text.Split($"app line {round}\n").Length - 1));
        Assert.EndsWith("app end\n", text, StringComparison.Ordinal);
        Assert.InRange(text.Split('\n').Count(static line => line.Contains(" MB goal", StringComparison.Ordinal)), 0, mostTorn);
    }

    private static void AssertCycles(byte[] trace)
    {
        var cycles = new List<GcCycle>();
        var splitter = new TraceSplitter(
            (in TraceLine line) =>
            {
                if (line.IsGcCycle)
                {
                    cycles.Add(line.ToGcCycle());
                }
            },
            passThrough: null,
            new TraceSplitterOptions { Prefixes = false });
        splitter.Push(trace);
        splitter.Complete();

        // Each round forces one; the pacer may add some.
        Assert.True(cycles.Count >= Rounds - MostTorn, Encoding.UTF8.GetString(trace));
        Assert.Equal(cycles.Select(static cycle => cycle.Number).Distinct().Order(), cycles.Select(static cycle => cycle.Number));
    }

    private static string Name(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/comm").TrimEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
