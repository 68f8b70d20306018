using Resident.Analysis.GcTrace;
using Resident.Model;

namespace Resident.Analysis.Tests.GcTrace;

/// <summary>What a trace tells of the live heap, and what it does not claim.</summary>
public sealed class LiveHeapVerdictTests
{
    [Fact]
    public void Verdict_LiveThatRisesForAnHour_Rises()
    {
        var verdict = Tell(120, static i => 40 + (i / 2) + (i % 3))!;

        Assert.Equal(("trace-live-rises", 120), (verdict.Id, verdict.Cycles));
        Assert.InRange(verdict.Change.Bytes / 1048576.0, 50, 68);
        Assert.InRange(verdict.BytesPerHour / 1048576.0, 50, 70);
    }

    [Fact]
    public void Verdict_LiveAtItsLevel_IsALevel() => Assert.Equal("trace-live-level", Tell(120, static i => 200 + (i % 3))!.Id);

    [Fact]
    public void Verdict_LiveThatFell_Fell() => Assert.Equal("trace-live-fell", Tell(120, static i => (i < 60 ? 240 : 40) + (i % 3))!.Id);

    [Fact]
    public void Verdict_LiveThatWentUpOnce_Settled() => Assert.Equal("trace-live-settled", Tell(120, static i => (i < 40 ? 40 : 140) + (i % 3))!.Id);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public void Verdict_OfFewCycles_ClaimsNothing(int cycles) => Assert.Equal("not-sure-yet", Tell(cycles, static _ => 40)!.Id);

    [Fact]
    public void Verdict_AfterARestart_IsOfTheLastRun()
    {
        var cycles = Cycles(120, static i => 40 + i).Concat(Cycles(60, static i => 100 + (i % 3)));

        Assert.Equal(("trace-live-level", 60), (Assert.Single(GcTraceSummaries.Summarize(cycles)).Verdict!.Id, Assert.Single(GcTraceSummaries.Summarize(cycles)).Verdict!.Cycles));
    }

    [Fact]
    public void Verdict_OfAnEraWithoutLiveHeap_IsNone() =>
        Assert.Null(Assert.Single(GcTraceSummaries.Summarize(Cycles(30, static _ => 4).Select(static cycle => cycle with { HeapLiveMebibytes = null }))).Verdict);

    private static GcTraceVerdict? Tell(int cycles, Func<int, long> live) => Assert.Single(GcTraceSummaries.Summarize(Cycles(cycles, live))).Verdict;

    // A cycle every half minute.
    private static IEnumerable<GcCycle> Cycles(int count, Func<int, long> live) => Enumerable.Range(0, count).Select(i => new GcCycle
    {
        Line = i + 1,
        Source = "",
        Number = i + 1,
        AtSeconds = 30 * (i + 1),
        ClockMilliseconds = [],
        CpuMilliseconds = [],
        HeapStartMebibytes = 2 * live(i),
        HeapEndMebibytes = 2 * live(i),
        HeapLiveMebibytes = live(i),
        GoalMebibytes = 2 * live(i),
        Forced = false,
        Era = "1.18",
        Repaired = false,
        PauseMilliseconds = 0.1,
    });
}
