using Resident.Model;

namespace Resident.Analysis.GcTrace;

/// <summary>Sums up a trace line by line, each process for itself, in memory that does not grow with the trace.</summary>
public sealed class GcTraceAccumulator
{
    private const int MostProcesses = 256;
    private const string Others = "others";

    private readonly int _gogc;
    private readonly Dictionary<string, ProcessSums> _processes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScavengeSummary> _scavengers = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="GcTraceAccumulator"/> class.</summary>
    /// <param name="gogc">GOGC, percent; 0 or less: unknown or off, and no goal is expected.</param>
    public GcTraceAccumulator(int gogc = 100)
    {
        _gogc = gogc;
    }

    /// <summary>Adds a cycle. Past 256 processes further ones are summed up together, as "others".</summary>
    public void Add(GcCycle cycle)
    {
        string source = Place(_processes, cycle.Source);
        if (!_processes.TryGetValue(source, out var sums))
        {
            sums = new ProcessSums(source);
            _processes.Add(source, sums);
        }

        sums.Add(cycle, _gogc);
    }

    /// <summary>Adds a line of the scavenger.</summary>
    public void Add(ScavengeEvent scavenge)
    {
        string source = Place(_scavengers, scavenge.Source);
        var before = _scavengers.GetValueOrDefault(source) ?? new ScavengeSummary(source, 0, default, null);
        _scavengers[source] = before with
        {
            Lines = before.Lines + 1,
            Work = before.Work + (scavenge.Work ?? default),
            Released = scavenge.Released ?? before.Released,
        };
    }

    /// <summary>Gets one summary a process, in the order in which they came.</summary>
    public IReadOnlyList<GcTraceSummary> Processes() => [.. _processes.Values.Select(static sums => sums.ToSummary())];

    /// <summary>Gets one summary a process that the scavenger told of, in the order in which they came.</summary>
    public IReadOnlyList<ScavengeSummary> Scavengers() => [.. _scavengers.Values];

    private static string Place<T>(Dictionary<string, T> known, string source) =>
        known.Count < MostProcesses || known.ContainsKey(source) ? source : Others;
}
