using Resident.Model;
using Resident.Monitoring.History;
using Resident.Sources.Procfs;

namespace Resident.Monitoring.Sampling;

/// <summary>Measures what Resident itself takes.</summary>
public sealed class SelfMeter
{
    private readonly ProcessReader _reader;
    private ProcessMemory? _previous;

    /// <summary>Initializes a new instance of the <see cref="SelfMeter"/> class.</summary>
    /// <param name="reader">Reads our own process.</param>
    public SelfMeter(ProcessReader reader)
    {
        _reader = reader;
    }

    /// <summary>Reads our RES, and our CPU time since the call before.</summary>
    public SelfCost Read()
    {
        ProcessMemory now;
        try
        {
            now = _reader.Read(Environment.ProcessId, countOpenFiles: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A /proc of another PID namespace, or a stored tree: our own process is not in it.
            return default;
        }

        double? percent = _previous is { } before && now.TakenAt > before.TakenAt
            ? 100 * (now.CpuTime - before.CpuTime) / (now.TakenAt - before.TakenAt)
            : null;
        _previous = now;
        return new(now.Res, percent);
    }
}
