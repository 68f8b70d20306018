using System.Globalization;
using System.Text;
using Resident.Model;
using Resident.Sources.GoTrace;

namespace Resident.Sources.Tests.GoTrace;

/// <summary>Whose a cycle is where nothing names the process, and in which order a log was written.</summary>
public sealed class ProcessesOfOneLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("resident-order-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // `GODEBUG=gctrace=1 go run .`: the compiler's last process and the program stand at the same number at the same
    // time.
    [Theory]
    [InlineData(8, 20)]
    [InlineData(30, 9)]
    [InlineData(3, 60)]
    public void NextCycle_OfTwoProcessesAtTheSameNumber_IsOfTheOneWhoseGoalItIs(int liveOfFirst, int liveOfSecond)
    {
        string log = Line(1, 0.002, liveOfFirst, goal: 4) + Line(1, 0.000, liveOfSecond, goal: 4)
            + Line(2, 0.101, liveOfSecond, goal: Math.Max(4, 2 * liveOfSecond)) + Line(3, 0.205, liveOfSecond, goal: Math.Max(4, 2 * liveOfSecond));

        var run = SplitRun.Of(log);

        Assert.Equal(["", "#2", "#2", "#2"], run.Cycles.Select(static cycle => cycle.Source));
    }

    // What runtimes print as the goal with GOGC=off: Go 1.19 and 1.27 as measured, and 2^64 - 1 bytes of those before
    // Go 1.19.
    [Theory]
    [InlineData(8796093022198)]
    [InlineData(8532210231537)]
    [InlineData(17592186044415)]
    public void Goal_OfGogcOff_IsNone(long printed) => Assert.Null(Assert.Single(SplitRun.Of(Line(1, 1, 20, printed)).Cycles).GoalMebibytes);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Log_WrittenNewestFirst_IsOneProcessFromItsFirstCycle(bool timed)
    {
        var lines = Enumerable.Range(1, 40).Select(number => (timed ? Stamp(number) : "") + Line(number, number / 2.0, number + 4, (2 * number) + 8)).Reverse();
        string file = Path.Combine(_folder, "server.log");
        await File.WriteAllTextAsync(file, string.Concat(lines), TestContext.Current.CancellationToken);

        var (cycles, backwards) = await ReadAsync(file);

        Assert.True(backwards);
        Assert.Equal(Enumerable.Range(1, 40).Select(static number => ((long)number, "")), cycles.Select(static cycle => (cycle.Number, cycle.Source)));
    }

    [Fact]
    public async Task Log_OfAProgramThatRestarts_DoesNotRunBackwards()
    {
        var log = new StringBuilder();
        for (int start = 0; start < 6; start++)
        {
            _ = log.Append(Line(1, 0.1, 4, 4)).Append(Line(2, 0.2, 4, 8));
        }

        string file = Path.Combine(_folder, "restarts.log");
        await File.WriteAllTextAsync(file, log.ToString(), TestContext.Current.CancellationToken);

        Assert.False((await ReadAsync(file)).Backwards);
    }

    private static async Task<(List<GcCycle> Cycles, bool Backwards)> ReadAsync(string file)
    {
        var cycles = new List<GcCycle>();
        var splitter = new TraceSplitter((in TraceLine line) => cycles.Add(line.ToGcCycle()));
        var reader = new GoTraceReader(splitter, TimeProvider.System);
        await reader.ReadFileAsync(file, TestContext.Current.CancellationToken);
        return (cycles, reader.RunsBackwards);
    }

    private static string Stamp(int second) =>
        DateTimeOffset.UnixEpoch.AddSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z '", CultureInfo.InvariantCulture);

    private static string Line(int number, double at, int live, long goal) => string.Create(
        CultureInfo.InvariantCulture,
        $"gc {number} @{at:0.000}s 0%: 0.002+0.6+0.003 ms clock, 0.29+0.1/0.32/0+0.074 ms cpu, {live}->{live}->{live} MB, {goal} MB goal, 0 MB stacks, 0 MB globals, 8 P\n");
}
