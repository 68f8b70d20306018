using Resident.Model;

namespace Resident.Monitoring.Observing;

/// <summary>What two who watch the same process, a page and its recorder, need not both read.</summary>
public sealed class SharedReadings
{
    /// <summary>Gets the ledgers.</summary>
    public SharedReading<LedgerReading> Ledgers { get; } = new(static reading => reading.Ledger.TakenAt);

    /// <summary>Gets the goroutines' groups.</summary>
    public SharedReading<GoroutineCensus> Goroutines { get; } = new(static census => census.TakenAt);
}
