using Resident.Model;

namespace Resident.Monitoring.History;

/// <summary>The cycles and scavenger lines of a timeline: a log of the last ones, and their series for each process that
/// wrote into the stream. The first process' series have bare ids ("gc.pause"), the others' end in "@" and their source.</summary>
internal sealed class GcHistory
{
    private const int LoggedCycles = 10_000;
    private const int MostSources = 16;
    private const string Others = "others";

    private readonly Ring<GcEntry> _log = new(LoggedCycles);
    private readonly Dictionary<string, (SeriesTable Cycles, SeriesTable Scavenges)> _sources = new(StringComparer.Ordinal);
    private readonly List<SeriesTable> _tables = [];
    private readonly List<string> _names = [];
    private readonly double[] _cycleRow = new double[GcSeries.Cycles.Count];
    private readonly double[] _scavengeRow = new double[GcSeries.Scavenges.Count];

    /// <summary>Gets the series of all sources. Before the first line these are the bare ones.</summary>
    public IEnumerable<SeriesDescription> Series =>
        _tables.Count == 0 ? [.. GcSeries.Cycles, .. GcSeries.Scavenges] : _tables.SelectMany(static table => table.Series);

    /// <summary>Gets the sources in the order in which they came.</summary>
    public IReadOnlyList<string> Sources => [.. _names];

    /// <summary>Gets the oldest time that is known.</summary>
    public long? OldestUnixMs => _tables.Min(static table => table.OldestUnixMs);

    /// <summary>Gets the newest time that is known.</summary>
    public long? NewestUnixMs => _tables.Max(static table => table.NewestUnixMs);

    /// <summary>Adds a cycle.</summary>
    public void Add(GcEntry entry)
    {
        _ = _log.Add(entry);
        GcSeries.ReadCycle(entry, _cycleRow);
        TablesOf(entry.Cycle.Source).Cycles.Add(entry.UnixMs, _cycleRow);
    }

    /// <summary>Adds a scavenger line.</summary>
    public void Add(long time, ScavengeEvent scavenge)
    {
        GcSeries.ReadScavenge(scavenge, _scavengeRow);
        TablesOf(scavenge.Source).Scavenges.Add(time, _scavengeRow);
    }

    /// <summary>Finds a series by its id.</summary>
    /// <returns>Null where there is none.</returns>
    public (SeriesTable Table, int Index)? Find(string id)
    {
        if (_tables.Count == 0)
        {
            _ = TablesOf("");
        }

        foreach (var table in _tables)
        {
            for (int i = 0; i < table.Series.Count; i++)
            {
                if (string.Equals(table.Series[i].Id, id, StringComparison.Ordinal))
                {
                    return (table, i);
                }
            }
        }

        return null;
    }

    /// <summary>Gets cycles of a stretch, newest first.</summary>
    public IReadOnlyList<GcEntry> Log(long from, long to, int skip, int limit)
    {
        var found = new List<GcEntry>();
        for (int i = _log.Count - 1; i >= 0 && found.Count < limit; i--)
        {
            if (_log[i].UnixMs >= from && _log[i].UnixMs <= to && --skip < 0)
            {
                found.Add(_log[i]);
            }
        }

        return found;
    }

    private (SeriesTable Cycles, SeriesTable Scavenges) TablesOf(string source)
    {
        if (_sources.TryGetValue(source, out var tables))
        {
            return tables;
        }

        if (_sources.Count >= MostSources && !string.Equals(source, Others, StringComparison.Ordinal))
        {
            return TablesOf(Others);
        }

        if (_tables.Count == 2 && _tables.TrueForAll(static table => table.TotalRows == 0) && _sources.Remove("", out tables))
        {
            // Somebody asked for a series before the first line came: that line's source takes the empty tables.
            _sources.Add(source, tables);
            _names[0] = source;
            return tables;
        }

        tables = (Open(GcSeries.Cycles, source), Open(GcSeries.Scavenges, source));
        _sources.Add(source, tables);
        _names.Add(source);
        return tables;
    }

    private SeriesTable Open(IReadOnlyList<SeriesDescription> series, string source)
    {
        var named = _sources.Count == 0 ? series : [.. series.Select(one => one with { Id = $"{one.Id}@{source}" })];
        var table = new SeriesTable(named, HistoryLimits.Events);
        _tables.Add(table);
        return table;
    }
}
