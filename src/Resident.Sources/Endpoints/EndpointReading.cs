using Resident.Model;

namespace Resident.Sources.Endpoints;

/// <summary>What an address told.</summary>
/// <param name="Go">The runtime's view.</param>
/// <param name="Process">The kernel's view, with <see cref="ProcessMemory.IsPartial"/>; null where RES is not told, as by
/// /debug/vars.</param>
/// <param name="StartSeconds">When the process started, seconds since 1970, or null.</param>
public sealed record EndpointReading(GoMemory Go, ProcessMemory? Process, double? StartSeconds);
