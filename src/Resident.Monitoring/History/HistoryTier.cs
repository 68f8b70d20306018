namespace Resident.Monitoring.History;

/// <summary>One resolution of the history.</summary>
/// <param name="Width">The time that one bucket covers.</param>
/// <param name="Buckets">How many buckets are kept.</param>
public readonly record struct HistoryTier(TimeSpan Width, int Buckets);
