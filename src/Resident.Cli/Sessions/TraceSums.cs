using Resident.Analysis.GcTrace;
using Resident.Model;
using Resident.Sources.GoTrace;

namespace Resident.Cli.Sessions;

/// <summary>Sums a trace up while it is read, for a page that asks from its own thread.</summary>
internal sealed class TraceSums
{
    private readonly Lock _gate = new();
    private readonly GcTraceAccumulator _sums = new();

    /// <summary>Takes a line.</summary>
    public void Take(in TraceLine line)
    {
        if (line.IsGcCycle)
        {
            var cycle = line.ToGcCycle();
            lock (_gate)
            {
                _sums.Add(cycle);
            }
        }
    }

    /// <summary>Gets one summary a process, of what came until now.</summary>
    public IReadOnlyList<GcTraceSummary> Summarize()
    {
        lock (_gate)
        {
            return _sums.Processes();
        }
    }
}
