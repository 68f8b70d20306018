using Resident.Model;

namespace Resident.Monitoring.History;

/// <summary>A cycle on the timeline, with what follows from it and the cycle before.</summary>
/// <param name="UnixMs">When it began, milliseconds since 1970 (or since the program's start, as the target's time base says).</param>
/// <param name="Cycle">The cycle as its line told it.</param>
/// <param name="CpuPercent">The share of GOMAXPROCS that GC used from the cycle before to this one, or null.</param>
/// <param name="AllocationRate">Bytes a second that the program allocated since the cycle before, or null.</param>
public sealed record GcEntry(long UnixMs, GcCycle Cycle, double? CpuPercent, double? AllocationRate);
