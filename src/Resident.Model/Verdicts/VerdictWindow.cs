namespace Resident.Model.Verdicts;

/// <summary>The time that a verdict rests on.</summary>
/// <param name="From">The first sample.</param>
/// <param name="To">The last sample.</param>
/// <param name="Samples">How many samples.</param>
/// <param name="Ledgers">How many ledgers.</param>
/// <param name="GcCycles">How many GC cycles ended in it, or null where the runtime's count is not known.</param>
public sealed record VerdictWindow(DateTimeOffset From, DateTimeOffset To, int Samples, int Ledgers, long? GcCycles)
{
    /// <summary>Gets the length.</summary>
    public TimeSpan Length => To - From;
}
