using Resident.Model;

namespace Resident.Analysis.GcTrace;

/// <summary>Sums up GC cycles.</summary>
public static class GcTraceSummaries
{
    private const double Median = 0.5;
    private const double NinetyNine = 0.99;

    /// <summary>Sums up the cycles of a stream, each process for itself.</summary>
    /// <returns>One summary a process, in the order in which they came.</returns>
    public static IReadOnlyList<GcTraceSummary> Summarize(IEnumerable<GcCycle> cycles, int gogc = 100) =>
    [
        .. cycles.GroupBy(static cycle => cycle.Source, StringComparer.Ordinal)
            .Select(group => Summarize(group.Key, GcIntervals.Derive(group, gogc))),
    ];

    /// <summary>Finds the value that a part of the values stays within, by the nearest rank.</summary>
    /// <param name="sorted">The values, rising; not empty.</param>
    /// <param name="part">The part, above 0 and up to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no values, or the part is outside its range.</exception>
    public static double Percentile(IReadOnlyList<double> sorted, double part)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Count, nameof(sorted));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, 1);
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Count) - 1, 0, sorted.Count - 1)];
    }

    private static GcTraceSummary Summarize(string source, IReadOnlyList<GcInterval> intervals)
    {
        double[] pauses = [.. intervals.Select(static interval => interval.Cycle.PauseMilliseconds).Order()];
        var first = intervals[0].Cycle;
        var last = intervals[^1].Cycle;
        return new GcTraceSummary
        {
            Source = source,
            Cycles = intervals.Count,
            Forced = intervals.Count(static interval => interval.Cycle.Forced),
            Repaired = intervals.Count(static interval => interval.Cycle.Repaired),
            LimitDriven = intervals.Count(static interval => interval.IsLimitDriven),
            Era = intervals.Select(static interval => interval.Cycle.Era).MaxBy(static era => Version.Parse(era))!,
            FromSeconds = first.AtSeconds,
            ToSeconds = last.AtSeconds,
            FirstLiveMebibytes = first.HeapLiveMebibytes,
            LastLiveMebibytes = last.HeapLiveMebibytes,
            LargestLiveMebibytes = intervals.Max(static interval => interval.Cycle.HeapLiveMebibytes),
            LastGoalMebibytes = last.GoalMebibytes,
            Procs = last.Procs,
            PauseMedianMilliseconds = Percentile(pauses, Median),
            Pause99Milliseconds = Percentile(pauses, NinetyNine),
            LongestPauseMilliseconds = pauses[^1],
            CpuPercent = Weighted(intervals, static interval => interval.CpuPercent),
            LargestCpuPercent = intervals.Max(static interval => interval.CpuPercent),
            AllocationMebibytesPerSecond = Weighted(intervals, static interval => interval.AllocationMebibytesPerSecond),
        };
    }

    private static double? Weighted(IReadOnlyList<GcInterval> intervals, Func<GcInterval, double?> value)
    {
        GcInterval[] known = [.. intervals.Where(interval => value(interval) is not null && interval.Seconds is not null)];
        double seconds = known.Sum(static interval => interval.Seconds ?? 0);
        return seconds > 0 ? known.Sum(interval => (value(interval) ?? 0) * (interval.Seconds ?? 0)) / seconds : null;
    }
}
