using Resident.Model;

namespace Resident.Analysis.GcTrace;

/// <summary>What one cycle tells, alone and against the cycle before it of the same process.</summary>
public sealed record GcInterval
{
    /// <summary>Gets the cycle.</summary>
    public required GcCycle Cycle { get; init; }

    /// <summary>Gets the seconds since the cycle before; null for a process's first cycle, and where times are missing or equal.</summary>
    public double? Seconds { get; init; }

    /// <summary>Gets GC's share of all CPU since the cycle before, percent of GOMAXPROCS, idle marking left out; null where
    /// <see cref="Seconds"/> is or the era prints no CPU times.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Gets the allocation rate since the cycle before, MiB a second; null where <see cref="Seconds"/> is.</summary>
    /// <remarks>Sizes are whole MiB, so that small heaps give coarse rates.</remarks>
    public double? AllocationMebibytesPerSecond { get; init; }

    /// <summary>Gets the share of marking that the program's own goroutines had to do, 0 to 1; null where nothing was marked or printed.</summary>
    public double? AssistShare { get; init; }

    /// <summary>Gets MiB by which the heap at the end passed its goal; negative below it; null where no goal is printed.</summary>
    public long? OvershootMebibytes { get; init; }

    /// <summary>Gets MiB of garbage that the cycle freed; null where live heap is not printed.</summary>
    public long? FreedMebibytes { get; init; }

    /// <summary>Gets the goal that GOGC alone would set, MiB; null before Go 1.18 and for a first cycle.</summary>
    public double? ExpectedGoalMebibytes { get; init; }

    /// <summary>Gets a value indicating whether the goal is well below what GOGC sets: the memory limit drives the collector.</summary>
    public bool IsLimitDriven { get; init; }
}
