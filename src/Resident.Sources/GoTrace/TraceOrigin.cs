namespace Resident.Sources.GoTrace;

/// <summary>Where a trace line stood.</summary>
internal readonly record struct TraceOrigin(long Line, string Source, DateTimeOffset? WallTime, bool Repaired);
