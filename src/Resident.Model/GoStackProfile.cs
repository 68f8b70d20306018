namespace Resident.Model;

/// <summary>A profile of a Go program by stack: what the runtime keeps all the time (allocations, blocking, mutex contention),
/// or where its goroutines stand now.</summary>
public sealed record GoStackProfile
{
    /// <summary>Gets the kind: "heap", "allocs" (the same samples), "goroutine", "block" or "mutex".</summary>
    public required string Kind { get; init; }

    /// <summary>Gets when it was read.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets the mean distance of two samples: bytes for "heap" and "allocs" (runtime.MemProfileRate; 0: sampling is switched off), else 1.</summary>
    public required long Period { get; init; }

    /// <summary>Gets how many events each that was recorded stands for: runtime.SetMutexProfileFraction up to Go 1.20, else 1.</summary>
    public long Scale { get; init; } = 1;

    /// <summary>Gets a value indicating whether <see cref="Period"/> and <see cref="Scale"/> were read; false: they are the runtime's default and 1.</summary>
    public required bool IsPeriodKnown { get; init; }

    /// <summary>Gets how many ticks of the processor's counter make a second, by the program's own reckoning where it has done so: the unit of the
    /// waits of "block" and "mutex"; null for others, and where it is not known.</summary>
    public long? TicksPerSecond { get; init; }

    /// <summary>Gets the places that stacks are made of.</summary>
    public required IReadOnlyList<GoStackLocation> Locations { get; init; }

    /// <summary>Gets one sample for each stack that something was recorded for.</summary>
    public required IReadOnlyList<GoStackSample> Samples { get; init; }

    /// <summary>Gets whether the program records allocations.</summary>
    public GoProfileRecording Recording { get; init; }
}
