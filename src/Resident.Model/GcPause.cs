namespace Resident.Model;

/// <summary>One stop-the-world pause of a GC cycle, from the runtime's ring of the last 256.</summary>
/// <param name="Number">The cycle's number; the first is 1.</param>
/// <param name="EndedAt">When the cycle ended.</param>
/// <param name="PauseNs">The sum of its pauses, nanoseconds.</param>
public readonly record struct GcPause(long Number, DateTimeOffset EndedAt, long PauseNs);
