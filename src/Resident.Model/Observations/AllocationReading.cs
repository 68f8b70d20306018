namespace Resident.Model.Observations;

/// <summary>What the heap profiler had counted at one time, by stack.</summary>
/// <param name="TakenAt">When.</param>
/// <param name="NumGC">The completed GC cycles then.</param>
/// <param name="LastGC">When the last of these ended, or null.</param>
/// <param name="Stacks">The stacks, in no order.</param>
public sealed record AllocationReading(DateTimeOffset TakenAt, long NumGC, DateTimeOffset? LastGC, IReadOnlyList<StackAllocations> Stacks);
