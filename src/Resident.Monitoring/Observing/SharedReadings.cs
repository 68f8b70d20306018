using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Monitoring.Observing;

/// <summary>The last dear readings of a process, for two who watch the same one: what one has just read, the other need not read again.
/// Safe for several threads.</summary>
public sealed class SharedReadings
{
    private readonly Lock _gate = new();
    private (int Pid, ulong StartTicks) _process;
    private (Ledger Ledger, GoSpanTable? Spans)? _ledger;
    private GoroutineCensus? _goroutines;

    /// <summary>Leaves a ledger for the other one.</summary>
    /// <param name="process">Whose it is.</param>
    /// <param name="ledger">What was read.</param>
    /// <param name="spans">The spans that it was made with, or null.</param>
    public void Note(ProcessMemory process, Ledger ledger, GoSpanTable? spans)
    {
        lock (_gate)
        {
            Turn(process);
            _ledger = (ledger, spans);
        }
    }

    /// <summary>Leaves the goroutines' groups for the other one.</summary>
    /// <param name="process">Whose they are.</param>
    /// <param name="goroutines">What was read.</param>
    public void Note(ProcessMemory process, GoroutineCensus goroutines)
    {
        lock (_gate)
        {
            Turn(process);
            _goroutines = goroutines;
        }
    }

    /// <summary>Takes a process's last ledger.</summary>
    /// <returns>Null where nobody has read one since <paramref name="after"/>.</returns>
    public (Ledger Ledger, GoSpanTable? Spans)? LedgerAfter(ProcessMemory process, DateTimeOffset after)
    {
        lock (_gate)
        {
            return Is(process) && _ledger?.Ledger.TakenAt > after ? _ledger : null;
        }
    }

    /// <summary>Takes a process's last goroutine groups.</summary>
    /// <returns>Null where nobody has read any since <paramref name="after"/>.</returns>
    public GoroutineCensus? GoroutinesAfter(ProcessMemory process, DateTimeOffset after)
    {
        lock (_gate)
        {
            return Is(process) && _goroutines?.TakenAt > after ? _goroutines : null;
        }
    }

    private bool Is(ProcessMemory process) => _process == (process.Pid, process.StartTicks);

    private void Turn(ProcessMemory process)
    {
        if (!Is(process))
        {
            _process = (process.Pid, process.StartTicks);
            _ledger = null;
            _goroutines = null;
        }
    }
}
