using Resident.Model;

namespace Resident.Analysis.GcTrace;

/// <summary>Works out what GC lines mean, cycle by cycle.</summary>
public static class GcIntervals
{
    private const double PercentFull = 100;
    private const double MillisecondsPerSecond = 1000;
    private const double SmallestGoalMebibytes = 4;

    /// <summary>A goal below this part of the expected one is the limit's doing: rounding to MiB and a late goal stay above it.</summary>
    private const double LimitDrivenPart = 0.8;

    /// <summary>How far a goal must be below the expected one at least, MiB: all sizes are truncated to whole MiB.</summary>
    private const double RoundingMebibytes = 4;

    private const int PartsFromGo16 = 5;

    /// <summary>Derives the intervals of one process's cycles, in their order.</summary>
    /// <param name="cycles">The cycles of one process. Where a number or a time goes back, a new process is taken to begin.</param>
    /// <param name="gogc">GOGC, percent; 0 or less: unknown or off, and no goal is expected.</param>
    /// <returns>One interval a cycle, same order.</returns>
    /// <remarks>Formulas: CPU = (sweep + assist + background + termination) / (dt x P); rate = (start - live before) / dt;
    /// expected goal = live before + (live before + stacks + globals) x GOGC / 100, never below 4 MiB x GOGC / 100. Source: Go's
    /// runtime/mgcpacer.go (heapGoalInternal). The printed percentage is no help: it counts from the process's start.</remarks>
    public static IReadOnlyList<GcInterval> Derive(IEnumerable<GcCycle> cycles, int gogc = 100)
    {
        var intervals = new List<GcInterval>();
        GcCycle? before = null;
        foreach (var cycle in cycles)
        {
            intervals.Add(DeriveOne(before, cycle, gogc));
            before = cycle;
        }

        return intervals;
    }

    /// <summary>Derives one cycle's interval, as lines come.</summary>
    /// <param name="before">The cycle before it in the same stream, or null where there is none.</param>
    /// <param name="cycle">The cycle.</param>
    /// <param name="gogc">As for <see cref="Derive"/>.</param>
    public static GcInterval DeriveOne(GcCycle? before, GcCycle cycle, int gogc = 100) =>
        Between(Follows(before, cycle) ? before : null, cycle, gogc);

    private static bool Follows(GcCycle? before, GcCycle cycle) =>
        before is not null && before.Number < cycle.Number && !(before.AtSeconds > cycle.AtSeconds);

    private static GcInterval Between(GcCycle? before, GcCycle cycle, int gogc)
    {
        double? seconds = cycle.AtSeconds - before?.AtSeconds;
        seconds = seconds > 0 ? seconds : null;
        bool adjacent = before?.Number == cycle.Number - 1;
        double? expected = adjacent && gogc > 0 ? ExpectedGoal(before, cycle, gogc) : null;
        return new GcInterval
        {
            Cycle = cycle,
            Seconds = seconds,
            CpuPercent = adjacent ? CpuPercent(cycle, seconds) : null,
            AllocationMebibytesPerSecond = adjacent ? (cycle.HeapStartMebibytes - before?.HeapLiveMebibytes) / seconds : null,
            AssistShare = AssistShare(cycle.CpuMilliseconds),
            OvershootMebibytes = cycle.HeapEndMebibytes - cycle.GoalMebibytes,
            FreedMebibytes = cycle.HeapEndMebibytes - cycle.HeapLiveMebibytes,
            ExpectedGoalMebibytes = expected,
            IsLimitDriven = !cycle.Forced && cycle.GoalMebibytes is { } goal && goal < expected * LimitDrivenPart && goal < expected - RoundingMebibytes,
        };
    }

    private static double? CpuPercent(GcCycle cycle, double? seconds)
    {
        var parts = cycle.CpuMilliseconds;
        if (seconds is null || cycle.Procs is null or 0 || parts.Count < PartsFromGo16)
        {
            return null;
        }

        // Idle marking, the part before the last, ran on processors that had nothing else to do.
        double busy = parts.Sum() - parts[^2];
        // Times are whole milliseconds, and a cycle's work may reach into the next: of cycles that follow at once it would be more than there is.
        return Math.Min(busy / (seconds.Value * MillisecondsPerSecond * cycle.Procs.Value), 1) * PercentFull;
    }

    private static double? AssistShare(IReadOnlyList<double> parts)
    {
        if (parts.Count < PartsFromGo16)
        {
            return null;
        }

        double marking = parts[^4] + parts[^3];
        return marking > 0 ? parts[^4] / marking : null;
    }

    private static double? ExpectedGoal(GcCycle? before, GcCycle cycle, int gogc)
    {
        double? live = before?.HeapLiveMebibytes;
        double? goal = live + ((live + cycle.StacksMebibytes + cycle.GlobalsMebibytes) * gogc / PercentFull);
        return goal is null ? null : Math.Max(goal.Value, SmallestGoalMebibytes * gogc / PercentFull);
    }
}
