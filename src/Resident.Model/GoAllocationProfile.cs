namespace Resident.Model;

/// <summary>All that the heap profiler has counted, what the next cycles will publish included.</summary>
/// <remarks>A record holds what is published and three futures, by cycle modulo three: allocations go two cycles ahead,
/// frees one. Source: memRecord in runtime/mprof.go.</remarks>
public sealed record GoAllocationProfile
{
    /// <summary>Gets when it was read.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets the completed GC cycles then. A total.</summary>
    public required long NumGC { get; init; }

    /// <summary>Gets when the last cycle ended, or null.</summary>
    public DateTimeOffset? LastGC { get; init; }

    /// <summary>Gets the mean bytes between two samples (runtime.MemProfileRate).</summary>
    public required long Period { get; init; }

    /// <summary>Gets the places that stacks are made of.</summary>
    public required IReadOnlyList<GoStackLocation> Locations { get; init; }

    /// <summary>Gets the counts, one a stack and size.</summary>
    public required IReadOnlyList<GoAllocationCount> Counts { get; init; }
}
