namespace Resident.Model;

/// <summary>The GC cycles of one process in a few figures. Figures that its era does not print are null.</summary>
public sealed record GcTraceSummary
{
    /// <summary>Gets the process, as its lines' prefix names it; "" where it has no name.</summary>
    public required string Source { get; init; }

    /// <summary>Gets how many cycles there are.</summary>
    public required int Cycles { get; init; }

    /// <summary>Gets how many of them were asked for by runtime.GC or FreeOSMemory.</summary>
    public required int Forced { get; init; }

    /// <summary>Gets how many lines had been torn and were put together.</summary>
    public required int Repaired { get; init; }

    /// <summary>Gets how many cycles the memory limit drove.</summary>
    public required int LimitDriven { get; init; }

    /// <summary>Gets the newest era among the lines, the first Go version that prints them.</summary>
    public required string Era { get; init; }

    /// <summary>Gets the first cycle's start, seconds since the process's start.</summary>
    public double? FromSeconds { get; init; }

    /// <summary>Gets the last cycle's start, seconds since the process's start.</summary>
    public double? ToSeconds { get; init; }

    /// <summary>Gets live heap after the first cycle, MiB.</summary>
    public long? FirstLiveMebibytes { get; init; }

    /// <summary>Gets live heap after the last cycle, MiB.</summary>
    public long? LastLiveMebibytes { get; init; }

    /// <summary>Gets the largest live heap, MiB.</summary>
    public long? LargestLiveMebibytes { get; init; }

    /// <summary>Gets the last cycle's goal, MiB.</summary>
    public long? LastGoalMebibytes { get; init; }

    /// <summary>Gets what GOGC seems to be by the goals, percent; null where too few cycles tell, or a memory limit
    /// sets the goals.</summary>
    public double? Gogc { get; init; }

    /// <summary>Gets a value indicating whether GOGC may be lower than <see cref="Gogc"/>: the goals of a small heap do
    /// not tell.</summary>
    public bool IsGogcBound { get; init; }

    /// <summary>Gets what live heap over the cycles tells, or null where they do not print it.</summary>
    public GcTraceVerdict? Verdict { get; init; }

    /// <summary>Gets GOMAXPROCS of the last cycle.</summary>
    public int? Procs { get; init; }

    /// <summary>Gets the pause that half of the cycles stay within, milliseconds.</summary>
    public required double PauseMedianMilliseconds { get; init; }

    /// <summary>Gets the pause that 99 of 100 cycles stay within, milliseconds.</summary>
    public required double Pause99Milliseconds { get; init; }

    /// <summary>Gets the longest pause, milliseconds.</summary>
    public required double LongestPauseMilliseconds { get; init; }

    /// <summary>Gets GC's share of CPU over all intervals, weighted by their lengths, percent of GOMAXPROCS.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Gets the largest share of CPU in one interval, percent.</summary>
    public double? LargestCpuPercent { get; init; }

    /// <summary>Gets the allocation rate over all intervals, weighted by their lengths, MiB a second.</summary>
    public double? AllocationMebibytesPerSecond { get; init; }
}
