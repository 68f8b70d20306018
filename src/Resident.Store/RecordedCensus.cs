using Resident.Model;

namespace Resident.Store;

/// <summary>The goroutines at one time during a recording.</summary>
/// <param name="UnixMs">When they were read, milliseconds since 1970.</param>
/// <param name="Run">The run.</param>
/// <param name="Census">The groups, the largest first. Of more than 500 the smallest are left out.</param>
public sealed record RecordedCensus(long UnixMs, int Run, GoroutineCensus Census);
