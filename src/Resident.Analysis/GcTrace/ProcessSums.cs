using Resident.Model;

namespace Resident.Analysis.GcTrace;

/// <summary>The sums of one process's cycles.</summary>
internal sealed class ProcessSums
{
    private const double Median = 0.5;
    private const double NinetyNine = 0.99;

    private readonly string _source;
    private readonly PauseSample _pauses = new();
    private GcCycle? _first;
    private GcCycle? _last;
    private int _cycles;
    private int _forced;
    private int _repaired;
    private readonly GoalPacing _pacing = new();
    private readonly LiveHeapSeries _series = new();
    private Version _era = new(0, 0);
    private long? _largestLive;
    private double? _largestCpu;
    private Mean _cpu;
    private Mean _allocation;

    public ProcessSums(string source)
    {
        _source = source;
    }

    public void Add(GcCycle cycle, int gogc)
    {
        var interval = GcIntervals.DeriveOne(_last, cycle, gogc);
        _pacing.Add(_last, interval);
        _series.Add(cycle);
        _first ??= cycle;
        _last = cycle;
        _cycles++;
        _forced += cycle.Forced ? 1 : 0;
        _repaired += cycle.Repaired ? 1 : 0;
        _largestLive = Larger(_largestLive, cycle.HeapLiveMebibytes);
        _largestCpu = Larger(_largestCpu, interval.CpuPercent);
        _pauses.Add(cycle.PauseMilliseconds);
        _cpu.Add(interval.CpuPercent, interval.Seconds);
        _allocation.Add(interval.AllocationMebibytesPerSecond, interval.Seconds);
        if (Version.TryParse(cycle.Era, out var era) && era > _era)
        {
            _era = era;
        }
    }

    public GcTraceSummary ToSummary()
    {
        var pauses = _pauses.Sorted();
        return new GcTraceSummary
        {
            Source = _source,
            Cycles = _cycles,
            Forced = _forced,
            Repaired = _repaired,
            LimitDriven = _pacing.LimitDriven,
            Gogc = _pacing.Gogc,
            IsGogcBound = _pacing.IsBound,
            Verdict = _series.Tell(),
            Era = _era.ToString(),
            FromSeconds = _first!.AtSeconds,
            ToSeconds = _last!.AtSeconds,
            FirstLiveMebibytes = _first.HeapLiveMebibytes,
            LastLiveMebibytes = _last.HeapLiveMebibytes,
            LargestLiveMebibytes = _largestLive,
            LastGoalMebibytes = _last.GoalMebibytes,
            Procs = _last.Procs,
            PauseMedianMilliseconds = GcTraceSummaries.Percentile(pauses, Median),
            Pause99Milliseconds = GcTraceSummaries.Percentile(pauses, NinetyNine),
            LongestPauseMilliseconds = _pauses.Largest,
            CpuPercent = _cpu.Value,
            LargestCpuPercent = _largestCpu,
            AllocationMebibytesPerSecond = _allocation.Value,
        };
    }

    private static T? Larger<T>(T? one, T? other)
        where T : struct, IComparable<T> =>
        one is null || (other is { } second && second.CompareTo(one.Value) > 0) ? other : one;

    /// <summary>A mean over time: each value counts for as long as it held.</summary>
    private struct Mean
    {
        private double _sum;
        private double _seconds;

        public readonly double? Value => _seconds > 0 ? _sum / _seconds : null;

        public void Add(double? value, double? seconds)
        {
            if (value is { } known && seconds is { } length)
            {
                _sum += known * length;
                _seconds += length;
            }
        }
    }
}
