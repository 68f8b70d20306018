namespace Resident.Model;

/// <summary>A profile that the Go runtime keeps all the time: allocations, blocking or mutex contention, by stack.</summary>
public sealed record GoStackProfile
{
    /// <summary>Gets the kind: "heap", "block" or "mutex".</summary>
    public required string Kind { get; init; }

    /// <summary>Gets when it was read.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets the mean distance of two samples: bytes for "heap" (runtime.MemProfileRate), else 1.</summary>
    public required long Period { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Period"/> was read; false: it is the runtime's default.</summary>
    public required bool IsPeriodKnown { get; init; }

    /// <summary>Gets the places that stacks are made of.</summary>
    public required IReadOnlyList<GoStackLocation> Locations { get; init; }

    /// <summary>Gets one sample for each stack that something was recorded for.</summary>
    public required IReadOnlyList<GoStackSample> Samples { get; init; }
}
