namespace Resident.Model;

/// <summary>One garbage collection of a Go program, as one gctrace line tells it. Values of a field that the line's
/// era does not print are null.</summary>
/// <remarks>The runtime prints sizes as whole MiB under the name MB, truncated, and times with two significant digits.</remarks>
public sealed record GcCycle
{
    /// <summary>Gets the line of the input on which the cycle's record began; the first is 1.</summary>
    public required long Line { get; init; }

    /// <summary>Gets the stream that the line came from (a container, a pod, a PID), or "" where there is one only.</summary>
    public string Source { get; init; } = "";

    /// <summary>Gets the cycle's number, counted by the process from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Gets seconds from the process's start to the cycle's start; null before Go 1.5.</summary>
    public double? AtSeconds { get; init; }

    /// <summary>Gets the wall time that the line's prefix states, or null.</summary>
    public DateTimeOffset? WallTime { get; init; }

    /// <summary>Gets the share of CPU that went to GC since the program's start, percent, rounded down; null before Go 1.5.</summary>
    public int? CpuPercentSinceStart { get; init; }

    /// <summary>Gets wall-clock milliseconds a phase, in the line's order. Go 1.6 on: STW sweep termination, concurrent
    /// mark, STW mark termination.</summary>
    public required IReadOnlyList<double> ClockMilliseconds { get; init; }

    /// <summary>Gets CPU milliseconds a part, in the line's order. Go 1.6 on: sweep termination, assist, background, idle,
    /// mark termination. Empty before Go 1.5.</summary>
    public IReadOnlyList<double> CpuMilliseconds { get; init; } = [];

    /// <summary>Gets the heap when the cycle began, MiB; null where only the runtime's ring of pauses told of the cycle.</summary>
    public required long? HeapStartMebibytes { get; init; }

    /// <summary>Gets the heap when marking ended, MiB; null as for <see cref="HeapStartMebibytes"/>.</summary>
    public required long? HeapEndMebibytes { get; init; }

    /// <summary>Gets what was marked reachable, MiB; null before Go 1.5.</summary>
    public long? HeapLiveMebibytes { get; init; }

    /// <summary>Gets the heap size that the pacer aimed for, MiB; null before Go 1.5.</summary>
    public long? GoalMebibytes { get; init; }

    /// <summary>Gets the scannable stacks, MiB; null before Go 1.18.</summary>
    public long? StacksMebibytes { get; init; }

    /// <summary>Gets the scannable globals, MiB; null before Go 1.18.</summary>
    public long? GlobalsMebibytes { get; init; }

    /// <summary>Gets GOMAXPROCS; null before Go 1.5 (there the number of GC helper threads stands in brackets).</summary>
    public int? Procs { get; init; }

    /// <summary>Gets a value indicating whether runtime.GC or FreeOSMemory asked for it.</summary>
    public bool Forced { get; init; }

    /// <summary>Gets the format's era: the first Go version that prints it, as in "1.18"; "memory" where the cycle was read from
    /// the runtime's ring of pauses and not from a trace.</summary>
    public required string Era { get; init; }

    /// <summary>Gets a value indicating whether the line was torn by other output and put together again.</summary>
    public bool Repaired { get; init; }

    /// <summary>Gets the stop-the-world time, milliseconds.</summary>
    public required double PauseMilliseconds { get; init; }
}
