using Resident.Model;

namespace Resident.Store;

/// <summary>A GC cycle with its place in time and what follows from it and the cycle before.</summary>
/// <param name="UnixMs">When it began, milliseconds since 1970.</param>
/// <param name="Cycle">The cycle.</param>
/// <param name="CpuPercent">The share of GOMAXPROCS that GC used since the cycle before, or null.</param>
/// <param name="AllocationRate">Bytes a second allocated since the cycle before, or null.</param>
public sealed record RecordedCycle(long UnixMs, GcCycle Cycle, double? CpuPercent, double? AllocationRate);
