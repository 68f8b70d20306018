using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Observing;

/// <summary>A ledger as it was read.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Spans">The spans that it was made with, or null.</param>
public sealed record LedgerReading(Ledger Ledger, GoSpanTable? Spans)
{
    /// <summary>Reads one.</summary>
    /// <param name="probe">Looks into the process.</param>
    /// <param name="endpoint">The runtime's view from elsewhere, or null.</param>
    /// <returns>Null where it could not be read this time.</returns>
    /// <exception cref="TargetEndedException">The process is gone.</exception>
    public static LedgerReading? Of(ITargetProbe probe, GoMemory? endpoint)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return probe.ReadLedger(endpoint) is { } ledger ? new(ledger, probe.LastSpans) : null;
    }
}
