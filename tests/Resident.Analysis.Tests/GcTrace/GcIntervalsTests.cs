using Resident.Analysis.GcTrace;
using Resident.Model;

namespace Resident.Analysis.Tests.GcTrace;

public sealed class GcIntervalsTests
{
    [Fact]
    public void Derive_FollowsTheFormulas()
    {
        var intervals = GcIntervals.Derive([Cycle(1, 1.0), Cycle(2, 3.0)]);

        Assert.Null(intervals[0].Seconds);
        Assert.Null(intervals[0].CpuPercent);
        var second = intervals[1];
        Assert.Equal(2.0, second.Seconds);

        // (10 + 20 + 60 + 10) ms of 2 s x 2 processors; idle marking of 500 ms does not count.
        Assert.Equal(2.5, second.CpuPercent!.Value, 9);
        Assert.Equal((80 - 50) / 2.0, second.AllocationMebibytesPerSecond);
        Assert.Equal(0.25, second.AssistShare);
        Assert.Equal((-10L, 40L), (second.OvershootMebibytes, second.FreedMebibytes));
        Assert.Equal(50 + 50 + 1 + 2.0, second.ExpectedGoalMebibytes);
        Assert.False(second.IsLimitDriven);
    }

    [Fact]
    public void Derive_CyclesThatFollowAtOnce_TakeNoMoreThanAllCpu() =>
        Assert.Equal(100, GcIntervals.Derive([Cycle(1, 1.000), Cycle(2, 1.001)])[1].CpuPercent);

    [Fact]
    public void Derive_AGoalFarBelowWhatGogcSets_IsTheLimits() =>
        Assert.True(GcIntervals.Derive([Cycle(1, 1), Cycle(2, 2) with { GoalMebibytes = 60 }])[1].IsLimitDriven);

    // GOGC=3, 20 and 50 of a service that grows: the goals go with live, so that no limit sets them.
    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(50)]
    public void Summarize_ALowGogc_IsNoMemoryLimit(int gogc)
    {
        var summary = Assert.Single(GcTraceSummaries.Summarize(Paced(live => live * (100 + gogc) / 100)));

        Assert.Equal(0, summary.LimitDriven);
        Assert.InRange(summary.Gogc!.Value, gogc - 3, gogc + 3);
    }

    // The runtime sets no goal closer than 1 MiB: GOGC=3 of 10 MiB cannot be told from GOGC=10.
    [Fact]
    public void Summarize_ALowGogcOfASmallHeap_IsAtMostSoMuch()
    {
        var cycles = Enumerable.Range(1, 12).Select(static i => Cycle(i, i) with { HeapLiveMebibytes = 4 + i, GoalMebibytes = 4 + i, StacksMebibytes = 0, GlobalsMebibytes = 0 });

        var summary = Assert.Single(GcTraceSummaries.Summarize(cycles));

        Assert.Equal((0, true), (summary.LimitDriven, summary.IsGogcBound));
        Assert.InRange(summary.Gogc!.Value, 0, 20);
    }

    [Fact]
    public void Summarize_AMemoryLimit_HoldsTheGoals()
    {
        var summary = Assert.Single(GcTraceSummaries.Summarize(Paced(static live => Math.Min(2 * live, 90))));

        Assert.InRange(summary.LimitDriven, 10, 25);
        Assert.Null(summary.Gogc);
    }

    [Fact]
    public void Summarize_TheDefault_IsAbout100() =>
        Assert.InRange(Assert.Single(GcTraceSummaries.Summarize(Paced(static live => 2 * live))).Gogc!.Value, 95, 105);

    [Fact]
    public void Derive_AGapOrARestart_GivesNoRate()
    {
        var intervals = GcIntervals.Derive([Cycle(1, 1), Cycle(5, 9), Cycle(1, 0.1)]);

        Assert.Equal([null, 8.0, null], intervals.Select(static interval => interval.Seconds));
        Assert.All(intervals, static interval => Assert.Null(interval.AllocationMebibytesPerSecond));
    }

    [Fact]
    public void Summarize_KeepsProcessesApart()
    {
        var summaries = GcTraceSummaries.Summarize([Cycle(1, 1), Cycle(1, 1) with { Source = "b", Era = "1.6" }, Cycle(2, 3) with { PauseMilliseconds = 5 }]);

        Assert.Equal(["", "b"], summaries.Select(static summary => summary.Source));
        Assert.Equal((2, 0.3, 5.0, "1.18"), (summaries[0].Cycles, summaries[0].PauseMedianMilliseconds, summaries[0].LongestPauseMilliseconds, summaries[0].Era));
        Assert.Equal(2.5, summaries[0].CpuPercent!.Value, 9);
        Assert.Null(summaries[1].CpuPercent);
    }

    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0.51, 3)]
    [InlineData(0.99, 4)]
    public void Percentile_IsTheNearestRank(double part, double expected) =>
        Assert.Equal(expected, GcTraceSummaries.Percentile([1, 2, 3, 4], part));

    // Live grows from 20 to 80 MiB; each goal is set from the cycle before.
    private static IEnumerable<GcCycle> Paced(Func<long, long> goalOf)
    {
        long before = 20;
        for (int i = 1; i <= 30; i++)
        {
            long live = 20 + (2 * i);
            yield return Cycle(i, i) with { HeapLiveMebibytes = live, GoalMebibytes = goalOf(before), StacksMebibytes = 0, GlobalsMebibytes = 0 };
            before = live;
        }
    }

    private static GcCycle Cycle(long number, double at) => new()
    {
        Line = number,
        Number = number,
        AtSeconds = at,
        ClockMilliseconds = [0.1, 50, 0.2],
        CpuMilliseconds = [10, 20, 60, 500, 10],
        HeapStartMebibytes = 80,
        HeapEndMebibytes = 90,
        HeapLiveMebibytes = 50,
        GoalMebibytes = 100,
        StacksMebibytes = 1,
        GlobalsMebibytes = 2,
        Procs = 2,
        Era = "1.18",
        PauseMilliseconds = 0.3,
    };
}
